package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// OpenFile is os.OpenFile; a file that it makes has an access list that names its owner and nobody else.
func OpenFile(path string, flag int) (*os.File, error) {
	if err := plain(path); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	if flag&os.O_CREATE == 0 {
		return os.OpenFile(path, flag, 0)
	}
	attributes, err := ownerOnly(false)
	if err != nil {
		return nil, err
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	creation := uint32(windows.OPEN_ALWAYS)
	switch {
	case flag&os.O_EXCL != 0:
		creation = windows.CREATE_NEW
	case flag&os.O_TRUNC != 0:
		creation = windows.CREATE_ALWAYS
	}
	access := uint32(windows.GENERIC_READ | windows.GENERIC_WRITE)
	if flag&os.O_APPEND != 0 {
		access = windows.FILE_APPEND_DATA | windows.SYNCHRONIZE
	}
	h, err := windows.CreateFile(name, access, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, attributes, creation,
		windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

// Folder makes a folder, and those above it that are missing, each with an access list that names its owner alone and
// that what lies in it inherits. One that is there stays as it is.
func Folder(dir string) error {
	if err := plain(dir); err != nil {
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if above := filepath.Dir(dir); above != dir {
		if err := Folder(above); err != nil {
			return err
		}
	}
	attributes, err := ownerOnly(true)
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	if err := windows.CreateDirectory(name, attributes); err != nil && !errors.Is(err, fs.ErrExist) {
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	return nil
}

// Own gives a folder that was there before the access list of Folder, since files that others make in it inherit its
// own.
func Own(dir string) error {
	attributes, err := ownerOnly(true)
	if err != nil {
		return err
	}
	list, _, err := attributes.SecurityDescriptor.DACL()
	if err != nil {
		return fmt.Errorf("access list of %s: %w", dir, err)
	}
	err = windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil)
	if err != nil {
		return fmt.Errorf("make %s its owner's alone: %w", dir, err)
	}
	return nil
}

// plain refuses a name that Windows would take for a stream in another file or for a place on another drive's own
// folder.
func plain(path string) error {
	volume := filepath.VolumeName(path)
	rest := path[len(volume):]
	if strings.Contains(rest, ":") || len(volume) == 2 && !strings.HasPrefix(rest, `\`) &&
		!strings.HasPrefix(rest, "/") {
		return ErrStream
	}
	return nil
}

// ownerOnly is what a new file or folder is made with.
func ownerOnly(folder bool) (*windows.SecurityAttributes, error) {
	me, err := user()
	if err != nil {
		return nil, err
	}
	inherit := ""
	if folder {
		inherit = "OICI"
	}
	d, err := windows.SecurityDescriptorFromString("D:P(A;" + inherit + ";FA;;;" + me.String() + ")")
	if err != nil {
		return nil, fmt.Errorf("access list of one person: %w", err)
	}
	a := &windows.SecurityAttributes{SecurityDescriptor: d}
	a.Length = uint32(unsafe.Sizeof(*a))
	return a, nil
}

func user() (*windows.SID, error) {
	u, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("who runs this program: %w", err)
	}
	return u.User.Sid, nil
}

// Examine returns whom the access list of a file or folder lets in beside its owner, with the command that mends it; ""
// where it lets in nobody, or where there is no such file. The system and its administrators reach every file and are
// not counted.
func Examine(path string) (problem string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	d, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return "", fmt.Errorf("read who may reach %s: %w", path, err)
	}
	list, _, err := d.DACL()
	if err != nil {
		return "", fmt.Errorf("read who may reach %s: %w", path, err)
	}
	me, err := user()
	if err != nil {
		return "", err
	}
	mend := fmt.Sprintf(`icacls "%s" /inheritance:r /grant:r "*%s:F"`, path, me)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		mend = fmt.Sprintf(`icacls "%s" /inheritance:r /grant:r "*%s:(OI)(CI)F" /t`, path, me)
	}
	if list == nil {
		return fmt.Sprintf("%s is open to everybody: %s", path, mend), nil
	}
	owner, _, err := d.Owner()
	if err != nil {
		return "", fmt.Errorf("read whose %s is: %w", path, err)
	}
	others, err := named(list, me, owner)
	if err != nil {
		return "", fmt.Errorf("read who may reach %s: %w", path, err)
	}
	if len(others) > 0 {
		return fmt.Sprintf("%s is open to %s: %s", path, strings.Join(others, ", "), mend), nil
	}
	return "", nil
}

// named are those whom an access list lets in, but for some and for those who reach every file.
func named(list *windows.ACL, but ...*windows.SID) (names []string, err error) {
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid,
		windows.WinCreatorOwnerSid, windows.WinCreatorOwnerRightsSid} {
		if sid, err := windows.CreateWellKnownSid(kind); err == nil {
			but = append(but, sid)
		}
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return nil, err
		}
		sid := (*windows.SID)(unsafe.Pointer(&entry.SidStart))
		if entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE || entry.Mask == 0 ||
			slices.ContainsFunc(but, sid.Equals) {
			continue
		}
		name, domain, _, err := sid.LookupAccount("")
		if err != nil {
			name = sid.String()
		} else if domain != "" {
			name = domain + `\` + name
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}
