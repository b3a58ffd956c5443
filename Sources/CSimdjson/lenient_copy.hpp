#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

// A copy of a page in which each value that JSON's grammar allows and the parser refuses is replaced, byte for byte, by
// a fraction and blanks: numbers out of range (fractions as well) and text with half a surrogate pair. A fraction is
// never wanted, so that the value is lost wherever it stands. A name with half a pair becomes blank. Everything else
// stays, so that the parser judges it. `bytes` is valid UTF-8 without control characters in text. NULL where memory is
// lacking; `padding` zeroed bytes follow, 8 at least.
std::unique_ptr<uint8_t[]> lenient_copy(const uint8_t *bytes, size_t count, size_t padding) noexcept;
