package frame

import (
	"net/url"
	"os"

	"github.com/rymdport/portal/filechooser"
)

// portal asks through the desktop portal, as on KDE; the desktop draws its own dialog.
func portal(w wanted) (string, error) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return "", errNoChooser
	}
	options := &filechooser.OpenFileOptions{Directory: w.folder}
	if len(w.extensions) > 0 {
		filter := &filechooser.Filter{Name: w.title}
		for _, p := range patterns(w.extensions) {
			filter.Rules = append(filter.Rules, filechooser.Rule{Type: filechooser.GlobPattern, Pattern: p})
		}
		options.Filters = []*filechooser.Filter{filter}
	}
	uris, err := filechooser.OpenFile("", w.title, options)
	if err != nil {
		return "", errNoChooser
	}
	if len(uris) == 0 {
		return "", nil
	}
	u, err := url.Parse(uris[0])
	if err != nil || u.Scheme != "file" {
		return "", errNoChooser
	}
	return u.Path, nil
}
