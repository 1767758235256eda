#include <stddef.h>
#include <stdint.h>

/// libFuzzer's driver: reads the options, and calls `callback` with one input after the other.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
