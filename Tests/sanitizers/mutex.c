// ThreadSanitizer sees the atomics of Synchronization's Mutex where they are inlined, and not its slow path, which is in a
// library: what a lock that was waited for orders would look like a race. Preloaded, this tells the sanitizer of it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// Absent in programs without the sanitizer.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

typedef SWIFT void (*lock_slow)(uint32_t, SELF);
typedef SWIFT void (*unlock_slow)(SELF);

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void mutex_lock_slow(uint32_t own, SELF) __asm__(LOCK_SLOW);
SWIFT void mutex_lock_slow(uint32_t own, SELF) {
    ((lock_slow)dlsym(RTLD_NEXT, LOCK_SLOW))(own, self);
    if (__tsan_acquire) { __tsan_acquire(self); }
}

SWIFT void mutex_unlock_slow(SELF) __asm__(UNLOCK_SLOW);
SWIFT void mutex_unlock_slow(SELF) {
    if (__tsan_release) { __tsan_release(self); }
    ((unlock_slow)dlsym(RTLD_NEXT, UNLOCK_SLOW))(self);
}
