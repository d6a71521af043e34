package intake

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of keeping authorised agents.
var (
	ErrAgentKey = errors.New("an agent's key is 32 bytes of Ed25519, as base64 or hexadecimal digits")
	ErrAgentID  = errors.New("an agent needs the ID it signs with and a name")
)

// Agents lists the authorised agents whose Data Rights Protocol requests are accepted, and the ID by which they address
// the organisation.
func Agents(ctx context.Context, s *desk.Session) (list []model.DRPAgent, businessID string, err error) {
	if err := s.Allow(ctx, model.ActReadMap); err != nil {
		return list, businessID, err
	}
	info, err := s.Desk().Info(ctx)
	if err != nil {
		return nil, "", err
	}
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) (err error) {
		list, err = setup.Agents(v)
		return err
	})
	return list, info.BusinessID, err
}

// SaveAgent adds an authorised agent or replaces its key.
func SaveAgent(ctx context.Context, s *desk.Session, id, name, key string) error {
	if err := s.Allow(ctx, model.ActEditAgent); err != nil {
		return err
	}
	id, name = strings.TrimSpace(id), strings.TrimSpace(name)
	if id == "" || name == "" {
		return ErrAgentID
	}
	raw, err := parseKey(strings.TrimSpace(key))
	if err != nil {
		return err
	}
	return s.Write(ctx, model.ActEditAgent, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["agent"] = id
		return setup.SaveAgent(tx, model.DRPAgent{ID: id, Name: name, PublicKey: raw})
	})
}

func parseKey(text string) ([]byte, error) {
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString,
		base64.RawURLEncoding.DecodeString} {
		if raw, err := decode(text); err == nil && len(raw) == ed25519.PublicKeySize {
			return raw, nil
		}
	}
	return nil, ErrAgentKey
}

// SetBusinessID sets the ID by which authorised agents address the organisation.
func SetBusinessID(ctx context.Context, s *desk.Session, id string) error {
	if err := s.Allow(ctx, model.ActEditAgent); err != nil {
		return err
	}
	id = strings.TrimSpace(id)
	return s.Write(ctx, model.ActEditAgent, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["business_id"] = id
		return setup.SetBusinessID(tx, id)
	})
}
