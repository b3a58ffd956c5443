#include "page_tokens.hpp"

#include <cstring>

namespace {

// Skips digits; false where there is none.
bool skip_digits(const uint8_t *&at, const uint8_t *end) {
    const uint8_t *const start = at;
    while (at < end && is_digit(*at)) { at++; }
    return at > start;
}

// Skips what makes a fraction of a number; false where it is not whole.
bool skip_fraction(const uint8_t *&at, const uint8_t *end) {
    if (at < end && *at == '.' && !skip_digits(++at, end)) { return false; }
    if (at == end || (*at | 0x20) != 'e') { return true; }
    at++;
    if (at < end && (*at == '+' || *at == '-')) { at++; }
    return skip_digits(at, end);
}

// The code unit of the four hexadecimal digits at `at`, or -1.
int32_t code_unit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 4) { return -1; }
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const uint8_t byte = at[i];
        const uint8_t lower = byte | 0x20;
        if (is_digit(byte)) {
            unit = unit << 4 | (byte - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            unit = unit << 4 | (lower - 'a' + 10);
        } else {
            return -1;
        }
    }
    return unit;
}

}  // namespace

number_kind read_number(const uint8_t *start, const uint8_t *end, int64_t &value) noexcept {
    const bool is_negative = *start == '-';
    const uint8_t *const digits = start + is_negative;
    const uint8_t *at = digits;
    uint64_t magnitude = 0;
    for (; at < end && is_digit(*at); at++) { magnitude = magnitude * 10 + (*at - '0'); }
    const auto length = static_cast<size_t>(at - digits);
    if (length == 0 || (length > 1 && *digits == '0')) { return number_kind::malformed; }
    if (at < end) { return skip_fraction(at, end) && at == end ? number_kind::unusable : number_kind::malformed; }
    // Of so many digits the magnitude has not gone round; more are beyond int64.
    constexpr size_t greatest_length = 19;
    constexpr uint64_t greatest = INT64_MAX;
    if (length > greatest_length || magnitude > greatest + is_negative) { return number_kind::unusable; }
    value = static_cast<int64_t>(is_negative ? 0 - magnitude : magnitude);
    return number_kind::integer;
}

escapes_kind judge_escapes(const uint8_t *at, const uint8_t *end) noexcept {
    auto kind = escapes_kind::sound;
    while (at < end) {
        if (*at++ != '\\') { continue; }
        if (at == end) { return escapes_kind::malformed; }
        const uint8_t escape = *at++;
        if (escape != 'u') {
            if (std::memchr("\"\\/bfnrt", escape, 8) == nullptr) { return escapes_kind::malformed; }
            continue;
        }
        const int32_t unit = code_unit(at, end);
        if (unit < 0) { return escapes_kind::malformed; }
        at += 4;
        if (unit < 0xD800 || unit > 0xDFFF) { continue; }
        const bool is_pair = unit < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u'
            && (code_unit(at + 2, end) & 0xFC00) == 0xDC00;
        if (is_pair) {
            at += 6;
        } else {
            kind = escapes_kind::half_pair;
        }
    }
    return kind;
}
