package remembered_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/remembered"
)

// Forty-eight sign in at once on one computer: three of them met "Access denied" or a file that another had renamed.
func TestManyRememberAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	var wait sync.WaitGroup
	failed := make(chan error, 48)
	for i := range 48 {
		wait.Go(func() {
			failed <- remembered.Alone(dir, func() error {
				if err := remembered.Keep(filepath.Join(dir, "desk.head"), fmt.Sprint(i)); err != nil {
					return err
				}
				if got, err := remembered.Read(filepath.Join(dir, "desk.head")); err != nil || got != fmt.Sprint(i) {
					return fmt.Errorf("kept %d, read %q, %w", i, got, err)
				}
				return nil
			})
		})
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			t.Error(err)
		}
	}
}
