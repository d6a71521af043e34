package desk

import (
	"context"
	"path/filepath"

	"orangelab.cn/rightsdesk/app/desk/remembered"
)

// Recall is what this computer keeps for the desk under a name; empty where nothing.
func (d *Desk) Recall(ctx context.Context, name string) (text string, err error) {
	id, _, err := d.names(ctx)
	if err == nil {
		text, err = remembered.Read(filepath.Join(d.local.dir, name, shortHash(id)+".txt"))
	}
	return text, err
}

// Note keeps something for the desk under a name.
func (d *Desk) Note(ctx context.Context, name, text string) error {
	id, _, err := d.names(ctx)
	if err == nil {
		err = remembered.Keep(filepath.Join(d.local.dir, name, shortHash(id)+".txt"), text)
	}
	return err
}
