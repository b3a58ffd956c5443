#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// A name's length, its first eight bytes (or all of a shorter one) and its last eight: enough to tell any two names of up
// to 16 bytes apart without a loop; of longer ones the bytes between are compared as well.
struct name_words {
    // Bytes that must be readable from a name's beginning on.
    static constexpr size_t readable = sizeof(uint64_t);

    uint64_t head = 0;
    uint64_t tail = 0;
    uint64_t count = 0;

    name_words() noexcept = default;

    explicit name_words(std::string_view name) noexcept : count(name.size()) {
        std::memcpy(&head, name.data(), sizeof head);
        if (count >= sizeof head) {
            std::memcpy(&tail, name.data() + count - sizeof tail, sizeof tail);
        } else {
            head &= (uint64_t(1) << count * 8) - 1;
        }
    }

    bool operator==(const name_words &other) const noexcept {
        return ((head ^ other.head) | (tail ^ other.tail) | (count ^ other.count)) == 0;
    }
};

// The comparison that few names come to, as a call that leaves the caller's registers alone.
[[gnu::noinline]] __attribute__((preserve_most)) inline bool is_same(const char *one, const char *other,
                                                                     size_t count) noexcept {
    return std::memcmp(one, other, count) == 0;
}

// A fixed set of attribute names, whose text stays where it is as long as the table.
class key_table {
public:
    static constexpr size_t maximum_keys = 64;
    static constexpr size_t maximum_key_bytes = 256;

    // False where there are too many names, or one is empty or too long. `name_words::readable` bytes can be read from
    // each one's beginning on.
    bool fill(std::string_view names) noexcept {
        while (!names.empty()) {
            const size_t end = names.find('\n');
            const std::string_view name = names.substr(0, end);
            names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
            if (name.empty() || name.size() > maximum_key_bytes || count_ == maximum_keys) { return false; }
            const name_words words(name);
            uint32_t slot = hash(words);
            while (slots_[slot] != 0) { slot = (slot + 1) % slot_count; }
            entries_[count_] = {words, name.data()};
            slots_[slot] = static_cast<uint8_t>(++count_);
        }
        return true;
    }

    size_t count() const noexcept { return count_; }

    // The position of a name, or -1; `words` are the name's.
    int32_t find(std::string_view name, const name_words &words) const noexcept {
        for (uint32_t slot = hash(words);; slot = (slot + 1) % slot_count) {
            const int32_t number = static_cast<int32_t>(slots_[slot]) - 1;
            if (number < 0) { return -1; }
            if (entries_[number].words == words && has_text(entries_[number], name)) { return number; }
        }
    }

private:
    // Sparse, so that an unwanted name mostly meets an empty slot, and of single bytes, so that it stays in the cache.
    static constexpr uint32_t slot_bits = 10;
    static constexpr uint32_t slot_count = 1u << slot_bits;
    static_assert(maximum_keys < 256, "a slot holds a position plus 1");

    struct entry {
        name_words words;
        const char *text = nullptr;
    };

    static bool has_text(const entry &entry, std::string_view name) noexcept {
        return name.size() <= 2 * sizeof(uint64_t) || is_same(entry.text, name.data(), name.size());
    }

    static uint32_t hash(const name_words &name) noexcept {
        const uint64_t mixed = (name.head ^ name.tail << 7 ^ name.count) * 0x9E3779B97F4A7C15u;
        return static_cast<uint32_t>(mixed >> (64 - slot_bits));
    }

    uint8_t slots_[slot_count] = {};
    entry entries_[maximum_keys];
    size_t count_ = 0;
};
