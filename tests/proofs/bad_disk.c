/* A bad disk, a slow one, or a wrong clock for one program: loaded with LD_PRELOAD before libc.
 *
 * Only files below one folder are touched. The program itself says through ctypes what is to go
 * wrong (see bad_disk.py); nothing goes wrong before that. Linux on 64 bits.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { READ = 1, WRITE = 2, SYNC = 4, CUT = 8, UNLINK = 16, OPEN = 32, LOCK = 64, LOOK = 128 };
#define MOST 65536
static char watched[MOST];
static char folder[PATH_MAX];
static size_t folder_length;

static atomic_int kinds, fails_with, half, lasting, striking, tells;
static atomic_long nth, counted, struck, room = -1, slow_ms, on_main, with_lock;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* ── what the program says ───────────────────────────────────────────────────────────────── */

void bad_disk_watch(const char *path) {
    folder_length = strlen(path);
    memcpy(folder, path, folder_length + 1);
}

/* The nth call of these kinds fails with `error`; half of what it was to write is written before.
 * Without an error a write only stops halfway, as it may. Lasting: all after it fail too. */
void bad_disk_plan(long which, int of, int error, int halfway, int lasts) {
    kinds = of; fails_with = error; half = halfway; lasting = lasts;
    striking = 0; counted = 0; struck = 0; nth = which;
}

void bad_disk_room(long bytes) { struck = 0; room = bytes; }

void bad_disk_slow(long ms) { on_main = 0; with_lock = 0; counted = 0; kinds = -1; nth = 0; slow_ms = ms; }

void bad_disk_well(void) { nth = 0; room = -1; slow_ms = 0; striking = 0; }

/* Where the interpreter is at each call on the first thread, or with its lock, goes to this file. */
void bad_disk_tell(int fd) { tells = fd; }

long bad_disk_counted(void) { return counted; }
long bad_disk_struck(void) { return struck; }
long bad_disk_on_main(void) { return on_main; }
long bad_disk_with_lock(void) { return with_lock; }

/* ── what happens to a call ──────────────────────────────────────────────────────────────── */

static int is_watched(const char *path) {
    return folder_length && path && !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || !path[folder_length]);
}

static int is_watched_at(int fd) { return fd >= 0 && fd < MOST && watched[fd]; }

static void tell(int main, int lock) {
    void *(*own)(void) = (void *(*)(void))dlsym(RTLD_DEFAULT, "PyGILState_GetThisThreadState");
    void (*trace)(int, void *) = (void (*)(int, void *))dlsym(RTLD_DEFAULT, "_Py_DumpTraceback");
    void *thread = own ? own() : NULL;
    dprintf(tells, "\n%s%s\n", main ? "on the first thread" : "", lock ? " with the lock" : "");
    if (trace && thread) trace(tells, thread);
}

static void wait_a_little(void) {
    static int (*check)(void);
    if (!slow_ms) return;
    if (!check) check = (int (*)(void))dlsym(RTLD_DEFAULT, "PyGILState_Check");
    int main = syscall(SYS_gettid) == getpid(), lock = check && check();
    on_main += main;
    with_lock += lock;
    if (tells && (main || lock)) tell(main, lock);
    struct timespec pause = {slow_ms / 1000, slow_ms % 1000 * 1000000L};
    nanosleep(&pause, NULL);
}

/* Whether this call is the one that fails; errno is set then. */
static int strikes(int kind) {
    int kept = errno;
    wait_a_little();
    errno = kept;
    if (!(kinds & kind)) return 0;
    long now = ++counted;
    if (!nth || (now != nth && !striking)) return 0;
    striking = lasting;
    struck++;
    errno = fails_with;
    return 1;
}

static ssize_t written(ssize_t (*go)(int, const void *, size_t, off64_t), int fd, const void *data,
                       size_t size, off64_t at) {
    if (strikes(WRITE)) {
        if (!half || size < 2) { if (fails_with) return -1; return go(fd, data, size, at); }
        ssize_t done = go(fd, data, size / 2, at);
        if (fails_with) striking = 1; /* what is left of it fails, which is the next call */
        return done;
    }
    if (room >= 0) {
        if ((long)size > room) {
            struck++;
            long fits = room;
            room = 0;
            if (fits == 0) { errno = ENOSPC; return -1; }
            return go(fd, data, (size_t)fits, at);
        }
        room -= (long)size;
    }
    return go(fd, data, size, at);
}

static ssize_t at_place(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    return real(fd, data, size, at);
}

static ssize_t at_end(int fd, const void *data, size_t size, off64_t at) {
    REAL(write);
    (void)at;
    return real(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return is_watched_at(fd) ? written(at_place, fd, data, size, at) : at_place(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
    return is_watched_at(fd) ? written(at_end, fd, data, size, 0) : at_end(fd, data, size, 0);
}

ssize_t pread64(int fd, void *data, size_t size, off64_t at) {
    REAL(pread64);
    return is_watched_at(fd) && strikes(READ) ? -1 : real(fd, data, size, at);
}

ssize_t read(int fd, void *data, size_t size) {
    REAL(read);
    return is_watched_at(fd) && strikes(READ) ? -1 : real(fd, data, size);
}

#define OF_HANDLE(kind, name) \
    int name(int fd) { REAL(name); return is_watched_at(fd) && strikes(kind) ? -1 : real(fd); }
OF_HANDLE(SYNC, fsync)
OF_HANDLE(SYNC, fdatasync)

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return is_watched_at(fd) && strikes(CUT) ? -1 : real(fd, size);
}

int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < MOST) watched[fd] = 0;
    return real(fd);
}

int fcntl64(int fd, int command, ...) {
    REAL(fcntl64);
    va_list rest;
    va_start(rest, command);
    void *with = va_arg(rest, void *);
    va_end(rest);
    int locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK;
    return locks && is_watched_at(fd) && strikes(LOCK) ? -1 : real(fd, command, with);
}

/* ── calls with a path ───────────────────────────────────────────────────────────────────── */

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < MOST) watched[fd] = (char)is_watched(path);
    return fd;
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        return is_watched(path) && strikes(OPEN) ? -1 : opened(real(path, flags, mode), path); \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name) \
    int name(int from, const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        return is_watched(path) && strikes(OPEN) ? -1 : opened(real(from, path, flags, mode), path); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

#define OF_PATH(kind, result, name, declared, ...) \
    result name declared { REAL(name); return is_watched(path) && strikes(kind) ? -1 : real(__VA_ARGS__); }
OF_PATH(UNLINK, int, unlink, (const char *path), path)
OF_PATH(UNLINK, int, rename, (const char *path, const char *to), path, to)
OF_PATH(LOOK, int, access, (const char *path, int mode), path, mode)
OF_PATH(LOOK, int, stat, (const char *path, struct stat *into), path, into)
OF_PATH(LOOK, int, stat64, (const char *path, struct stat64 *into), path, into)
OF_PATH(LOOK, int, lstat, (const char *path, struct stat *into), path, into)
OF_PATH(LOOK, int, lstat64, (const char *path, struct stat64 *into), path, into)

int fstat64(int fd, struct stat64 *into) {
    REAL(fstat64);
    return is_watched_at(fd) && strikes(LOOK) ? -1 : real(fd, into);
}

/* ── calls that are slow, and never fail ─────────────────────────────────────────────────── */

static void wait_for(const char *path) {
    if (!is_watched(path)) return;
    counted += slow_ms != 0;
    wait_a_little();
}

#define OF_SLOW(result, name, declared, ...) \
    result name declared { REAL(name); wait_for(path); return real(__VA_ARGS__); }
OF_SLOW(DIR *, opendir, (const char *path), path)
OF_SLOW(int, mkdir, (const char *path, mode_t mode), path, mode)
OF_SLOW(int, rmdir, (const char *path), path)
OF_SLOW(int, chmod, (const char *path, mode_t mode), path, mode)
OF_SLOW(ssize_t, readlink, (const char *restrict path, char *restrict to, size_t size), path, to, size)
OF_SLOW(int, statvfs64, (const char *restrict path, struct statvfs64 *restrict into), path, into)
OF_SLOW(int, fstatat64, (int from, const char *restrict path, struct stat64 *restrict into, int how), from, path, into, how)
OF_SLOW(int, statx, (int from, const char *restrict path, int how, unsigned mask, struct statx *restrict into), from, path, how, mask, into)
OF_SLOW(int, faccessat, (int from, const char *path, int mode, int how), from, path, mode, how)
OF_SLOW(int, euidaccess, (const char *path, int mode), path, mode)

/* ── the clock ───────────────────────────────────────────────────────────────────────────── */

static long ahead(void) {
    static long seconds = LONG_MIN;
    if (seconds == LONG_MIN) {
        const char *said = getenv("BAD_CLOCK_AHEAD");
        seconds = said ? atol(said) : 0;
    }
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int result = real(clock, now);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += ahead();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    REAL(gettimeofday);
    int result = real(now, zone);
    if (!result) now->tv_sec += ahead();
    return result;
}

time_t time(time_t *into) {
    REAL(time);
    time_t now = real(NULL) + ahead();
    if (into) *into = now;
    return now;
}
