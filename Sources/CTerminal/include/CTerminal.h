// The console's only way to the terminal. No other file includes curses.h: its macros and globals
// cannot be used from Swift.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>
#include <stddef.h>

enum {
    CT_BOLD = 1, CT_DIM = 2, CT_ITALIC = 4, CT_UNDERLINE = 8, CT_REVERSE = 16
};

enum { CT_LOCALE_OTHER = 0, CT_LOCALE_UTF8, CT_LOCALE_STAND_IN };

enum { CT_READY_INPUT = 1, CT_READY_WAKE = 2, CT_READY_SIGNAL = 4 };

// Makes text what the environment asks for. Where it asks for UTF-8 by the name of a locale that is
// not installed, C.UTF-8 stands in.
int ct_locale(void);
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
// What is there of what was typed, once ct_wait told of it.
int ct_read(uint8_t *bytes, size_t room);
// A string of the open terminal's entry by its terminfo name, or NULL.
const char *ct_capability(const char *name);
// Whether a mouse was asked for and the terminal has one.
int ct_has_mouse(void);
// Waits for input, a wake-up or a signal; -1 waits for ever. A set of CT_READY_*.
int ct_wait(int milliseconds);
void ct_wake(void);
// The next signal that was caught, or 0.
int ct_signal(void);
// Whether a terminfo entry of this name exists and has the keys of $TERM.
int ct_can_stand_in(const char *term);
// Colours of $TERM; -1 when it is unknown.
int ct_terminfo_colors(void);
// Cells that each text takes, by asking the terminal where its cursor is; -1 without an answer.
// Nothing more is asked of a terminal that did not answer.
int ct_measure(const char *const *texts, int count, int *widths);
// Goes on in a child process. The parent waits, and puts the terminal back if the child is killed;
// it prints where to look and ends with the child's status. Before any other thread is started.
void ct_guard(const char *log_path);

#endif
