package desk

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// Forty-eight sign in at once on one computer: three of them met "Access denied" or a file that another had renamed.
func TestManyRememberAtOnce(t *testing.T) {
	w := witness{filepath.Join(t.TempDir(), "state")}
	var wait sync.WaitGroup
	failed := make(chan error, 48)
	for i := range 48 {
		wait.Go(func() {
			failed <- w.alone(func() error {
				if err := keep(w.headFile("desk"), fmt.Sprint(i)); err != nil {
					return err
				}
				if got, err := recall(w.headFile("desk")); err != nil || got != fmt.Sprint(i) {
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
