//go:build cgo && !ci

// Package opengl lets the program start where there is no OpenGL library: it looks for one when the window is opened,
// in place of the system's loader, which would refuse to start the program at all.
package opengl

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stddef.h>

// What Fyne's OpenGL asks for each of its functions, taken from the library that is there, or nothing.
void (*glXGetProcAddress(const unsigned char *name))(void) {
	static void (*(*find)(const unsigned char *))(void);
	static int looked;
	if (!looked) {
		void *library = dlopen("libGL.so.1", RTLD_LAZY | RTLD_GLOBAL);
		if (library == NULL) {
			library = dlopen("libGLX.so.0", RTLD_LAZY | RTLD_GLOBAL);
		}
		if (library != NULL) {
			find = dlsym(library, "glXGetProcAddressARB");
		}
		looked = 1;
	}
	return find == NULL ? NULL : find(name);
}
*/
import "C"
