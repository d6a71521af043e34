package desk

import (
	"context"
	"fmt"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
)

// MovedOnError says that a request is not any more as it was seen, and what has been done to it since. Nothing was
// changed; who meets it reads the request again and decides anew.
type MovedOnError struct {
	Now model.Request
	// Since are the entries of what was done, the newest first; none where the log does not tell.
	Since []model.Entry
}

func (e *MovedOnError) Error() string {
	return fmt.Sprintf("%s changed since it was looked at", e.Now.Reference)
}

// versionDetail names, in an entry, the version that the request had after it.
const versionDetail = "request_version"

// maxSince is how many entries a MovedOnError names at most.
const maxSince = 20

// Still reads a request for work that is begun with it, if the role may do that work and the request is still as it was
// seen; a *MovedOnError otherwise.
func (s *Session) Still(ctx context.Context, action model.Action, seen model.Revision) (r model.Request, err error) {
	err = s.Read(ctx, action, func(v *store.View) error {
		if r, err = requests.Read(v, seen.Request); err != nil {
			return err
		}
		return s.unmoved(v, r, seen)
	})
	return r, err
}

// unmoved refuses a request that is not as it was seen.
func (s *Session) unmoved(v *store.View, r model.Request, seen model.Revision) error {
	if r.Version == seen.Version {
		return nil
	}
	entries, err := v.Entries(r.ID, 0, maxSince)
	if err != nil {
		return err
	}
	moved := &MovedOnError{Now: r}
	for _, e := range entries {
		if version, ok := e.Detail[versionDetail].(float64); ok && int64(version) > seen.Version {
			moved.Since = append(moved.Since, e)
		}
	}
	return moved
}
