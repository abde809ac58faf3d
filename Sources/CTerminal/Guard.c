#define _GNU_SOURCE
#include "CTerminal.h"
#include "Output.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

// The child ends in order on these; whoever signals the guard means the console.
static void pass_on(int number) { kill(child, number); }

static void end_like(int status, const char *log_path) {
    if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
    int number = WTERMSIG(status);
    ct_restore_modes();
    if (number == SIGKILL) {
        fprintf(stderr, "callboard: the console was killed; the terminal is restored. Its log: %s\n", log_path);
    }
    signal(number, SIG_DFL);
    raise(number);
    _exit(128 + number);
}

void ct_guard(const char *log_path) {
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return;
    ct_save_modes();
    child = fork();
    if (child < 0) return; // no room for a guard: the console runs without one
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGHUP);
        return;
    }
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTERM, pass_on);
    signal(SIGHUP, pass_on);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    end_like(status, log_path);
}
