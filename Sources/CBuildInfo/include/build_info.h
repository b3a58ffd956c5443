#ifndef GLANCE_EXPORTER_BUILD_INFO_H
#define GLANCE_EXPORTER_BUILD_INFO_H

/// The revision this binary was built from, or "unknown"; a constant.
const char *_Nonnull glance_exporter_revision(void);

/// The beginning of the list of changes, whose first line names the version in parentheses; a constant.
const char *_Nonnull glance_exporter_changes(void);

#endif
