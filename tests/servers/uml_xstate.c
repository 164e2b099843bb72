/* User Mode Linux 6.1 has room for 2,696 bytes of a processor's registers; newer processors have
 * more (AMX: 11 KB), and Linux takes back only all of them. Loaded before it, this gives it the
 * part it knows, and puts that part back among the rest. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#define NT_X86_XSTATE 0x202

static char whole[65536];

long ptrace(enum __ptrace_request request, ...) {
    static long (*real)(enum __ptrace_request, ...);
    va_list given;
    va_start(given, request);
    int pid = va_arg(given, int);
    void *address = va_arg(given, void *);
    struct iovec *data = va_arg(given, void *);
    va_end(given);
    if (!real) real = dlsym(RTLD_NEXT, "ptrace");
    int registers = request == PTRACE_GETREGSET || request == PTRACE_SETREGSET;
    if (!registers || (long)address != NT_X86_XSTATE) return real(request, pid, address, data);
    struct iovec all = {whole, sizeof whole};
    long failed = real(PTRACE_GETREGSET, pid, address, &all);
    if (failed) return failed;
    if (data->iov_len > all.iov_len) data->iov_len = all.iov_len;
    if (request == PTRACE_GETREGSET) {
        memcpy(data->iov_base, whole, data->iov_len);
        return 0;
    }
    memcpy(whole, data->iov_base, data->iov_len);
    return real(PTRACE_SETREGSET, pid, address, &all);
}
