package chooser

import (
	"net/url"
	"os"

	"github.com/rymdport/portal/filechooser"
)

// portal asks through the desktop portal, as on KDE; the desktop draws its own dialog.
func portal(w Wanted) (string, error) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return "", ErrNone
	}
	options := &filechooser.OpenFileOptions{Directory: w.Folder}
	if len(w.Extensions) > 0 {
		filter := &filechooser.Filter{Name: w.Title}
		for _, p := range patterns(w.Extensions) {
			filter.Rules = append(filter.Rules, filechooser.Rule{Type: filechooser.GlobPattern, Pattern: p})
		}
		options.Filters = []*filechooser.Filter{filter}
	}
	uris, err := filechooser.OpenFile("", w.Title, options)
	if err != nil {
		return "", ErrNone
	}
	if len(uris) == 0 {
		return "", nil
	}
	u, err := url.Parse(uris[0])
	if err != nil || u.Scheme != "file" {
		return "", ErrNone
	}
	return u.Path, nil
}
