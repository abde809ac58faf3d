// What ncurses draws is caught in memory and reaches the terminal in one piece, with colours and
// attributes named only where they change: ncurses names both colours each time.
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>

// The modes the terminal has now, and back to them with everything else we may have switched on.
void ct_save_modes(void);
void ct_restore_modes(void);
void ct_write(const char *bytes, size_t count);
// From now on what is written to the descriptor is kept until the next flush.
int ct_output_capture(int descriptor);
void ct_output_flush(int synchronized);
void ct_output_release(void);

#endif
