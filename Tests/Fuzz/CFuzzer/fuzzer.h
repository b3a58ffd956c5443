#pragma once

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop (llvm's FuzzerDriver): reads its arguments and calls back with each input; 0 goes on.
int LLVMFuzzerRunDriver(int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
                        int (*_Nonnull callback)(const uint8_t *_Nullable bytes, size_t count));
