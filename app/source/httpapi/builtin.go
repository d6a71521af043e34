package httpapi

import (
	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/source/connector"
)

// builtIn returns the value of a name that every request knows; false for others.
func (s *Source) builtIn(name string) (any, bool) {
	switch name {
	case connector.UUID:
		return uuid.NewString(), true
	case connector.RequestID:
		return s.request, true
	case connector.Now:
		return s.options.Now().UTC().Format("2006-01-02T15:04:05Z"), true
	}
	return nil, false
}
