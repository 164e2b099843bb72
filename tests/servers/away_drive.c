/* A network drive that a test takes away: preloaded into a program, it keeps every call on files
   below $AWAY_FOLDER waiting, or lets it fail, as the first letter of the file $AWAY_STATE says:
   h (says nothing, as a hard mount), f (fails with EIO), anything else: works. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

static char state(void) {
    char said = 'o';
    const char *name = getenv("AWAY_STATE");
    long file = name ? syscall(SYS_openat, AT_FDCWD, name, O_RDONLY) : -1;
    if (file >= 0) {
        if (syscall(SYS_read, file, &said, 1) != 1) said = 'o';
        syscall(SYS_close, file);
    }
    return said;
}

static int below(const char *path) {
    const char *folder = getenv("AWAY_FOLDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

/* 0: go on; -1: fail, errno is set. */
static int away(void) {
    char said;
    while ((said = state()) == 'h') usleep(20000);
    if (said == 'f') errno = EIO;
    return said == 'f' ? -1 : 0;
}

static int away_path(const char *path) { return below(path) ? away() : 0; }

static int away_file(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long size = syscall(SYS_readlink, link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return away_path(path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pread(int f, void *b, size_t n, off_t o) { REAL(pread); return away_file(f) ? -1 : real(f, b, n, o); }
ssize_t pread64(int f, void *b, size_t n, off64_t o) { REAL(pread64); return away_file(f) ? -1 : real(f, b, n, o); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { REAL(pwrite); return away_file(f) ? -1 : real(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { REAL(pwrite64); return away_file(f) ? -1 : real(f, b, n, o); }
int fsync(int f) { REAL(fsync); return away_file(f) ? -1 : real(f); }
int fdatasync(int f) { REAL(fdatasync); return away_file(f) ? -1 : real(f); }
int stat(const char *p, struct stat *s) { REAL(stat); return away_path(p) ? -1 : real(p, s); }
int stat64(const char *p, struct stat64 *s) { REAL(stat64); return away_path(p) ? -1 : real(p, s); }
int statvfs(const char *p, struct statvfs *s) { REAL(statvfs); return away_path(p) ? -1 : real(p, s); }
int statvfs64(const char *p, struct statvfs64 *s) { REAL(statvfs64); return away_path(p) ? -1 : real(p, s); }
int unlink(const char *p) { REAL(unlink); return away_path(p) ? -1 : real(p); }

int open(const char *p, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    REAL(open);
    return away_path(p) ? -1 : real(p, flags, mode);
}

int open64(const char *p, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    REAL(open64);
    return away_path(p) ? -1 : real(p, flags, mode);
}
