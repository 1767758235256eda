#ifndef SWIFT_SCHEDULING_CHIREDIS_SHIM_H
#define SWIFT_SCHEDULING_CHIREDIS_SHIM_H

#if defined(__has_include) && !__has_include(<hiredis/hiredis.h>)
#error "SchedulingRedis needs the C library hiredis. Install it (Debian, Ubuntu: apt-get install libhiredis-dev; macOS: brew install hiredis), or build without Redis: swift build --disable-default-traits"
#else
#include <hiredis/hiredis.h>
#endif

#endif
