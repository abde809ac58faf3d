#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"
#include "Output.h"
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <term.h>
// term.h calls these by short names that belong to us.
#undef columns
#undef lines
#undef tab
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// Everything we may have switched on, off again: sync, mouse, focus, paste, cursor, colours, title.
static const char reset[] =
    "\033[?2026l\033[?1006l\033[?1003l\033[?1002l\033[?1000l\033[?1004l\033[?2004l"
    "\033[?25h\033[0m\033[23;0t\033[?1l\033>\033[?1049l";

static struct termios saved, drawing;
static int has_saved, is_open, uses_mouse;
static int signals[2] = {-1, -1};
static int wake = -1;
static SCREEN *screen;
static FILE *drawn;

void ct_save_modes(void) { has_saved = tcgetattr(STDIN_FILENO, &saved) == 0; }

void ct_restore_modes(void) {
    ct_write(reset, sizeof reset - 1);
    if (has_saved) tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

// A Swift trap is a signal: no destructor runs, so this is what gives the terminal back.
static void on_fatal(int number) {
    if (is_open) {
        write(STDOUT_FILENO, reset, sizeof reset - 1);
        if (has_saved) tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void on_soft(int number) {
    int kept = errno;
    unsigned char byte = (unsigned char)number;
    write(signals[1], &byte, 1);
    errno = kept;
}

static const int gentle[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP};

static void install(void) {
    static char stack[64 * 1024];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = 0};
    sigaltstack(&alternate, NULL);
    struct sigaction fatal = {0}, soft = {0};
    fatal.sa_handler = on_fatal;
    fatal.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
    int deadly[] = {SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) sigaction(deadly[i], &fatal, NULL);
    soft.sa_handler = on_soft;
    soft.sa_flags = SA_RESTART;
    for (size_t i = 0; i < sizeof gentle / sizeof *gentle; i++) sigaction(gentle[i], &soft, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void modes_on(void) {
    static const char on[] = "\033[22;0t\033[?2004h\033[?1004h";
    static const char mouse_on[] = "\033[?1000h\033[?1002h\033[?1006h";
    ct_write(on, sizeof on - 1);
    if (uses_mouse) ct_write(mouse_on, sizeof mouse_on - 1);
}

static void setup(void) {
    raw();
    noecho();
    nonl();
    // Its own reading takes what it does not know apart into letters; see decision 024.
    typeahead(-1);
    curs_set(0);
    leaveok(stdscr, FALSE);
    // Terminals differ in the colour of the cells that shifting text leaves behind.
    idcok(stdscr, FALSE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    modes_on();
}

// Erases each line once by itself: terminals that keep only cells they were told of would else
// miss them when ncurses erases to the end of the screen in the theme's colour.
static void touch_rows(void) {
    ct_write("\0337", 2);
    for (int row = 1; row <= LINES; row++) {
        char line[16];
        ct_write(line, (size_t)snprintf(line, sizeof line, "\033[%d;1H\033[K", row));
    }
    ct_write("\0338", 2);
}

// What the environment asks for, by the variable that counts.
static const char *asked_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value) return value;
    }
    return "";
}

static int find_locale(void) {
    const char *asked = asked_locale();
    if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
        return CT_LOCALE_UTF8;
    int wants = strcasestr(asked, "utf-8") != NULL || strcasestr(asked, "utf8") != NULL;
    if (wants && setlocale(LC_CTYPE, "C.UTF-8") != NULL) return CT_LOCALE_STAND_IN;
    return CT_LOCALE_OTHER;
}

int ct_locale(void) {
    static int found = -1;
    if (found < 0) found = find_locale();
    return found;
}

int ct_open(const char *term, int mouse) {
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return 1;
    if (pipe2(signals, O_CLOEXEC | O_NONBLOCK) != 0) return 3;
    if (wake < 0) wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0) return 3;
    ct_save_modes();
    install();
    ct_locale();
    int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    drawn = copy < 0 ? NULL : fdopen(copy, "w");
    if (drawn == NULL) return 3;
    // The size is the terminal's, whatever COLUMNS and LINES were when somebody exported them.
    use_env(FALSE);
    use_tioctl(TRUE);
    screen = newterm(term, drawn, stdin);
    if (screen == NULL) return 2;
    is_open = 1;
    uses_mouse = mouse && ct_capability("kmous") != NULL;
    setup();
    wrefresh(stdscr);
    tcgetattr(STDIN_FILENO, &drawing);
    if (!ct_output_capture(copy)) return 3;
    touch_rows();
    return 0;
}

void ct_close(void) {
    if (!is_open) return;
    endwin();
    ct_output_flush(0);
    is_open = 0;
    ct_restore_modes();
    // From here on a signal does what it does to any program.
    for (size_t i = 0; i < sizeof gentle / sizeof *gentle; i++) signal(gentle[i], SIG_DFL);
    delscreen(screen);
    screen = NULL;
    fclose(drawn);
    ct_output_release();
}

void ct_suspend(void) {
    endwin();
    ct_output_flush(0);
    ct_write(reset, sizeof reset - 1);
    if (has_saved) tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);
    install();
    ct_write("\033[?1049h", 8);
    tcsetattr(STDIN_FILENO, TCSANOW, &drawing);
    modes_on();
    ct_resize();
    clearok(curscr, TRUE);
    wrefresh(curscr);
    ct_output_flush(0);
}

void ct_size(int *columns, int *rows) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        *columns = size.ws_col;
        *rows = size.ws_row;
    } else {
        *columns = COLS;
        *rows = LINES;
    }
}

void ct_resize(void) {
    int columns, rows;
    ct_size(&columns, &rows);
    resizeterm(rows, columns);
}

int ct_colors(void) { return has_colors() ? COLORS : 0; }
int ct_pairs(void) { return has_colors() ? COLOR_PAIRS : 0; }

int ct_pair(int number, int foreground, int background) {
    return init_extended_pair(number, foreground, background) == OK;
}

static attr_t attributes_of(int flags) {
    attr_t a = A_NORMAL;
    if (flags & CT_BOLD) a |= A_BOLD;
    if (flags & CT_DIM) a |= A_DIM;
    if (flags & CT_ITALIC) a |= A_ITALIC;
    if (flags & CT_UNDERLINE) a |= A_UNDERLINE;
    if (flags & CT_REVERSE) a |= A_REVERSE;
    return a;
}

void ct_put(int row, int column, const int32_t *scalars, int count, int flags, int pair) {
    wattr_set(stdscr, attributes_of(flags), 0, &pair);
    mvwaddnwstr(stdscr, row, column, (const wchar_t *)scalars, count);
}

void ct_cursor(int row, int column, int visible) {
    curs_set(visible ? 1 : 0);
    wmove(stdscr, row, column);
}

void ct_flush(int synchronized) {
    wrefresh(stdscr);
    ct_output_flush(synchronized);
}

void ct_repaint(void) { clearok(curscr, TRUE); }
void ct_bell(void) { ct_write("\a", 1); }
void ct_raw(const char *bytes, size_t count) { ct_write(bytes, count); }

const char *ct_capability(const char *name) {
    const char *text = tigetstr((char *)name);
    return text == (char *)-1 ? NULL : text;
}

int ct_has_mouse(void) { return uses_mouse; }

int ct_read(uint8_t *bytes, size_t room) {
    ssize_t count = read(STDIN_FILENO, bytes, room);
    if (count > 0) return (int)count;
    // The terminal is gone: end as if it had hung up.
    if (count == 0 || (errno != EAGAIN && errno != EINTR)) on_soft(SIGHUP);
    return 0;
}

int ct_wait(int milliseconds) {
    struct pollfd fds[3] = {
        {STDIN_FILENO, POLLIN, 0}, {wake, POLLIN, 0}, {signals[0], POLLIN, 0}
    };
    if (poll(fds, 3, milliseconds) <= 0) return 0;
    int ready = 0;
    if (fds[0].revents) ready |= CT_READY_INPUT;
    if (fds[1].revents) {
        uint64_t count;
        if (read(wake, &count, sizeof count) > 0) ready |= CT_READY_WAKE;
    }
    if (fds[2].revents) ready |= CT_READY_SIGNAL;
    // The terminal is gone: end as if it had hung up.
    if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
        on_soft(SIGHUP);
        ready |= CT_READY_SIGNAL;
    }
    return ready;
}

void ct_wake(void) {
    uint64_t one = 1;
    if (wake < 0) wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (write(wake, &one, sizeof one) < 0) return;
}

int ct_signal(void) {
    unsigned char byte;
    return read(signals[0], &byte, 1) == 1 ? byte : 0;
}

// Keys whose codes must be the same before another entry may stand in for $TERM.
static const char *const sample_keys[] = {"kcuu1", "kcud1", "khome", "kend", "kpp", "kf1", "kdch1"};
enum { SAMPLE_KEYS = sizeof sample_keys / sizeof *sample_keys };

static int read_keys(const char *term, char keys[][16]) {
    int error = 0;
    TERMINAL *before = cur_term;
    if (setupterm((char *)term, STDOUT_FILENO, &error) != OK) return 0;
    for (int i = 0; i < SAMPLE_KEYS; i++) {
        const char *code = tigetstr((char *)sample_keys[i]);
        snprintf(keys[i], 16, "%s", code == NULL || code == (char *)-1 ? "" : code);
    }
    del_curterm(cur_term);
    set_curterm(before);
    return 1;
}

int ct_can_stand_in(const char *term) {
    char ours[SAMPLE_KEYS][16], theirs[SAMPLE_KEYS][16];
    if (!read_keys(NULL, ours) || !read_keys(term, theirs)) return 0;
    for (int i = 0; i < SAMPLE_KEYS; i++)
        if (strcmp(ours[i], theirs[i]) != 0) return 0;
    return 1;
}

int ct_terminfo_colors(void) {
    int error = 0;
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK) return -1;
    int colors = tigetnum("colors");
    del_curterm(cur_term);
    return colors < 0 ? 0 : colors;
}

enum { ANSWER_WAIT = 300, LATE_ANSWER_WAIT = 2000 };

// Reads one answer to a question about the cursor; its column, or -1 when none came.
static int read_answer(int milliseconds) {
    char answer[32] = {0};
    size_t used = 0;
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    while (used < sizeof answer - 1 && poll(&in, 1, milliseconds) > 0) {
        if (read(STDIN_FILENO, answer + used, 1) != 1) break;
        if (answer[used++] == 'R') break;
    }
    char *separator = strchr(answer, ';');
    return separator ? atoi(separator + 1) : -1;
}

int ct_measure(const char *const *texts, int count, int *widths) {
    struct termios before, quiet;
    for (int i = 0; i < count; i++) widths[i] = -1;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return 0;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    int answered = 1;
    for (int i = 0; i < count && answered; i++) {
        ct_write("\r", 1);
        ct_write(texts[i], strlen(texts[i]));
        ct_write("\033[6n", 4);
        int column = read_answer(ANSWER_WAIT);
        answered = column >= 0;
        if (answered) widths[i] = column - 1;
        ct_write("\r\033[K", 4);
    }
    // What comes late must not be left for the shell to read.
    if (!answered) read_answer(LATE_ANSWER_WAIT);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    return answered;
}
