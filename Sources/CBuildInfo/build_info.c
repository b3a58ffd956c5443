#include "build_info.h"

#ifndef GLANCE_EXPORTER_REVISION
#define GLANCE_EXPORTER_REVISION "unknown"
#endif

const char *glance_exporter_revision(void) {
    return GLANCE_EXPORTER_REVISION;
}
