// The console's only way to the terminal. No other file includes curses.h: its macros and globals
// cannot be used from Swift.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>
#include <stddef.h>

enum {
    CT_BOLD = 1, CT_DIM = 2, CT_ITALIC = 4, CT_UNDERLINE = 8, CT_REVERSE = 16
};

enum {
    CT_KEY_NONE = 0, CT_KEY_CHARACTER, CT_KEY_CODE, CT_KEY_MOUSE, CT_KEY_RESIZE,
    CT_KEY_PASTE_BEGIN, CT_KEY_PASTE_END, CT_KEY_FOCUS_IN, CT_KEY_FOCUS_OUT
};

enum {
    CT_UP = 1, CT_DOWN, CT_LEFT, CT_RIGHT, CT_HOME, CT_END, CT_PAGE_UP, CT_PAGE_DOWN,
    CT_BACKSPACE, CT_DELETE, CT_ENTER, CT_BACK_TAB, CT_FUNCTION = 100
};

enum { CT_PRESS = 1, CT_WHEEL_UP, CT_WHEEL_DOWN, CT_DRAG, CT_OTHER };

enum { CT_READY_INPUT = 1, CT_READY_WAKE = 2, CT_READY_SIGNAL = 4 };

typedef struct { int kind; int x; int y; } ct_mouse_event;

// 0, or an errno-like number: 1 no terminal, 2 unknown TERM, 3 no pipe.
int ct_open(const char *term, int mouse);
void ct_close(void);
// Stops the process group until it is continued; the screen is as before afterwards.
void ct_suspend(void);
void ct_size(int *columns, int *rows);
// Takes the terminal's new size; called when a resize was signalled.
void ct_resize(void);
int ct_colors(void);
int ct_pairs(void);
int ct_pair(int number, int foreground, int background);
void ct_put(int row, int column, const int32_t *scalars, int count, int attributes, int pair);
void ct_cursor(int row, int column, int visible);
void ct_flush(int synchronized);
// What reaches a terminal in its own colours of these bytes of ncurses; good until the next call.
const char *ct_shortened(const char *bytes, size_t count, size_t *length);
void ct_repaint(void);
void ct_bell(void);
// Bytes past ncurses: titles, clipboard, notices.
void ct_raw(const char *bytes, size_t count);
int ct_key(int32_t *value);
int ct_mouse(ct_mouse_event *event);
// Waits for input, a wake-up or a signal; -1 waits for ever. A set of CT_READY_*.
int ct_wait(int milliseconds);
void ct_wake(void);
// The next signal that was caught, or 0.
int ct_signal(void);
// Whether a terminfo entry of this name exists and has the keys of $TERM.
int ct_can_stand_in(const char *term);
// Colours of $TERM; -1 when it is unknown.
int ct_terminfo_colors(void);
// Cells that a text takes, by asking the terminal where its cursor is; -1 without an answer.
int ct_measure(const char *text);
// Goes on in a child process. The parent waits, and puts the terminal back if the child is killed;
// it prints where to look and ends with the child's status. Before any other thread is started.
void ct_guard(const char *log_path);

#endif
