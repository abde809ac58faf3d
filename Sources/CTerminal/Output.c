#define _GNU_SOURCE
#include "Output.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { BOLD = 1, DIM = 2, ITALIC = 4, UNDERLINE = 8, REVERSE = 16 };
// Which of the pen a piece of output depends on: nothing, what a blank shows, all of it.
enum need { NOTHING, GROUND, ALL };
enum { COLOR_MAX = 24 };

typedef struct {
    char foreground[COLOR_MAX], background[COLOR_MAX]; // as in SGR, without it the default
    int attributes;
} pen;

static int memory = -1;
static pen have, want;
static char *out;
static size_t used, room;

void ct_write(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, count);
        if (n < 0 && errno == EAGAIN) {
            struct pollfd ready = {STDOUT_FILENO, POLLOUT, 0};
            poll(&ready, 1, 1000);
            continue;
        }
        if (n <= 0) return;
        bytes += n;
        count -= (size_t)n;
    }
}

int ct_output_capture(int descriptor) {
    memory = memfd_create("screen", MFD_CLOEXEC);
    memset(&have, 0, sizeof have);
    memset(&want, 0, sizeof want);
    return memory >= 0 && dup2(memory, descriptor) >= 0;
}

void ct_output_release(void) {
    if (memory >= 0) close(memory);
    memory = -1;
}

static void append(const char *bytes, size_t count) {
    if (used + count > room) {
        size_t larger = (used + count) * 2;
        char *grown = realloc(out, larger);
        if (grown == NULL) return;
        out = grown;
        room = larger;
    }
    memcpy(out + used, bytes, count);
    used += count;
}

static void add(char *list, const char *item) {
    if (*list) strcat(list, ";");
    strcat(list, item);
}

// Brings the terminal's pen to what is wanted, in one sequence with only what differs.
static void move_pen(enum need need) {
    int seen = (have.attributes | want.attributes) & (UNDERLINE | REVERSE);
    if (need == GROUND && !seen) {
        if (strcmp(have.background, want.background) == 0) return;
    } else {
        need = ALL;
    }
    char list[128] = "";
    if (need == ALL) {
        int off = have.attributes & ~want.attributes, on = want.attributes & ~have.attributes;
        // Bold and dim go off together.
        if (off & (BOLD | DIM)) {
            add(list, "22");
            on |= want.attributes & (BOLD | DIM);
        }
        if (off & ITALIC) add(list, "23");
        if (off & UNDERLINE) add(list, "24");
        if (off & REVERSE) add(list, "27");
        if (on & BOLD) add(list, "1");
        if (on & DIM) add(list, "2");
        if (on & ITALIC) add(list, "3");
        if (on & UNDERLINE) add(list, "4");
        if (on & REVERSE) add(list, "7");
        have.attributes = want.attributes;
        if (strcmp(have.foreground, want.foreground) != 0) {
            add(list, *want.foreground ? want.foreground : "39");
            strcpy(have.foreground, want.foreground);
        }
    }
    if (strcmp(have.background, want.background) != 0) {
        add(list, *want.background ? want.background : "49");
        strcpy(have.background, want.background);
    }
    if (!*list) return;
    append("\033[", 2);
    append(list, strlen(list));
    append("m", 1);
}

// How long a colour is: "38;5;17", "38;2;1;2;3", "38:2::1:2:3", or one number.
static size_t color_length(const char *from, size_t count) {
    size_t first = strcspn(from, ";");
    if (first > count) first = count;
    if (strncmp(from, "38;", 3) != 0 && strncmp(from, "48;", 3) != 0) return first;
    int parts = count > 3 && from[3] == '5' ? 3 : 5;
    size_t length = 0;
    for (int part = 0; part < parts && length <= count; part++) {
        while (length < count && from[length] != ';') length++;
        if (part < parts - 1) length++;
    }
    return length < count ? length : count;
}

// Reads the parameters of one SGR into the wanted pen. 0 when one of them is not understood.
static int read_pen(const char *from, size_t count) {
    if (count == 0) {
        memset(&want, 0, sizeof want);
        return 1;
    }
    for (size_t at = 0; at < count;) {
        size_t length = color_length(from + at, count - at);
        if (length >= COLOR_MAX) return 0;
        int number = atoi(from + at);
        switch (number) {
        case 0: memset(&want, 0, sizeof want); break;
        case 1: want.attributes |= BOLD; break;
        case 2: want.attributes |= DIM; break;
        case 3: want.attributes |= ITALIC; break;
        case 4: want.attributes |= UNDERLINE; break;
        case 7: want.attributes |= REVERSE; break;
        case 22: want.attributes &= ~(BOLD | DIM); break;
        case 23: want.attributes &= ~ITALIC; break;
        case 24: want.attributes &= ~UNDERLINE; break;
        case 27: want.attributes &= ~REVERSE; break;
        case 39: *want.foreground = 0; break;
        case 49: *want.background = 0; break;
        default: {
            int is_fore = (number >= 30 && number <= 38) || (number >= 90 && number <= 97);
            int is_back = (number >= 40 && number <= 48) || (number >= 100 && number <= 107);
            if (!is_fore && !is_back) return 0;
            char *color = is_fore ? want.foreground : want.background;
            memcpy(color, from + at, length);
            color[length] = 0;
        }
        }
        at += length + 1;
    }
    return 1;
}

// How long the escape sequence is that begins here.
static size_t sequence_length(const char *from, size_t count) {
    if (count < 2) return count;
    if (from[1] == '[') {
        size_t length = 2;
        while (length < count && (from[length] < 0x40 || from[length] > 0x7E)) length++;
        return length < count ? length + 1 : count;
    }
    int is_charset = from[1] == '(' || from[1] == ')';
    return is_charset && count > 2 ? 3 : 2;
}

static void copy_sequence(const char *from, size_t length) {
    int is_csi = length > 2 && from[1] == '[';
    char last = from[length - 1];
    if (is_csi && last == 'm' && from[2] != '?' && from[2] != '>') {
        pen before = want;
        if (read_pen(from + 2, length - 3)) return;
        want = before;
        move_pen(ALL);
    } else if (is_csi && strchr("KJX@PLMST", last) != NULL) {
        move_pen(GROUND);
    } else if (is_csi && last == 'b') {
        move_pen(ALL);
    } else if (length == 3 && memcmp(from, "\033(B", 3) == 0) {
        return; // no other character set is ever chosen
    }
    append(from, length);
}

static void shorten(const char *from, size_t count) {
    for (size_t at = 0; at < count;) {
        unsigned char byte = (unsigned char)from[at];
        if (byte == 0x1B) {
            size_t length = sequence_length(from + at, count - at);
            copy_sequence(from + at, length);
            at += length;
        } else {
            move_pen(byte == ' ' ? GROUND : byte < 0x20 ? NOTHING : ALL);
            append(from + at, 1);
            at++;
        }
    }
}

const char *ct_shortened(const char *bytes, size_t count, size_t *length) {
    used = 0;
    memset(&have, 0, sizeof have);
    memset(&want, 0, sizeof want);
    shorten(bytes, count);
    *length = used;
    return out;
}

void ct_output_flush(int synchronized) {
    if (memory < 0) return;
    off_t count = lseek(memory, 0, SEEK_END);
    if (count <= 0) return;
    char *bytes = mmap(NULL, (size_t)count, PROT_READ, MAP_SHARED, memory, 0);
    if (bytes == MAP_FAILED) return;
    used = 0;
    if (synchronized) append("\033[?2026h", 8);
    shorten(bytes, (size_t)count);
    if (synchronized) append("\033[?2026l", 8);
    munmap(bytes, (size_t)count);
    if (lseek(memory, 0, SEEK_SET) != 0 || ftruncate(memory, 0) != 0) return;
    ct_write(out, used);
}
