#include "build_info.h"

#ifndef GLANCE_EXPORTER_REVISION
#define GLANCE_EXPORTER_REVISION "unknown"
#endif

const char *glance_exporter_revision(void) {
    return GLANCE_EXPORTER_REVISION;
}

const char *glance_exporter_changes(void) {
    static const char head[] = {
#embed "../GlanceExporter/debian/changelog" limit(64) suffix(, )
        0};
    return head;
}
