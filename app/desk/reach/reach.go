// Package reach finds what the server of a shared desk asks for before it lets a desktop in.
package reach

import (
	"context"
	"errors"
	"time"

	"github.com/zalando/go-keyring"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// The password of a shared desk's server lies in the keychain of the system and nowhere else of this computer: not in
// the program's settings, and not on a command line, which everybody here can read. It is no desk's key: what it opens
// is sealed.

// keychain keeps the passwords of servers, each by the address it belongs to.
type keychain interface {
	get(address string) (password string, err error)
	set(address, password string) error
}

// errNoKeychain says that this system has no keychain, or that it does not answer.
var errNoKeychain = errors.New("there is no keychain that answers")

// systemKeychain is the keychain of the system: the Secret Service on Linux, the keychain of macOS, Windows'
// credentials.
type systemKeychain struct{}

const keychainService = "Rightsdesk"

// keychainWait bounds how long a keychain may think: one without anybody at the screen would wait for ever.
const keychainWait = 10 * time.Second

func (systemKeychain) get(address string) (string, error) {
	return inTime(func() (string, error) { return keyring.Get(keychainService, address) })
}

func (systemKeychain) set(address, password string) error {
	_, err := inTime(func() (string, error) { return "", keyring.Set(keychainService, address, password) })
	return err
}

func inTime(ask func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		text, err := ask()
		answered <- answer{text, err}
	}()
	select {
	case a := <-answered:
		return a.text, a.err
	case <-time.After(keychainWait):
		return "", errNoKeychain
	}
}

// Unlocked is the address of a shared desk with the password that its server asks for, where the keychain has it; a
// folder as it is. database.ErrPassword where nobody has it: ask, and give it within the address.
func Unlocked(ctx context.Context, address string) (string, error) {
	return unlocked(ctx, address, systemKeychain{})
}

func unlocked(ctx context.Context, address string, k keychain) (string, error) {
	if !store.IsShared(address) {
		return address, nil
	}
	err := database.Reach(ctx, address)
	if !errors.Is(err, database.ErrPassword) {
		return address, err
	}
	if without, typed := database.SplitPassword(address); typed == "" {
		if password, keyErr := k.get(without); keyErr == nil && password != "" {
			with := database.JoinPassword(without, password)
			return with, database.Reach(ctx, with)
		}
	}
	return address, err
}

// Keep hands the password of a shared desk's address to the keychain and returns the address without it, for everything
// that is shown or kept. Where there is no keychain the password is asked for at each start.
func Keep(address string) (without string) { return keepIn(address, systemKeychain{}) }

func keepIn(address string, k keychain) string {
	without, password := database.SplitPassword(address)
	if password != "" {
		// Without a keychain it is asked for again: nothing is lost, and nothing is kept in the clear.
		if err := k.set(without, password); err != nil {
			return without
		}
	}
	return without
}

// Shown is an address as it may be shown and kept: without a password.
func Shown(address string) string {
	without, _ := database.SplitPassword(address)
	return without
}

// WithPassword is the address of a shared desk with a password for its server.
func WithPassword(address, password string) string {
	return database.JoinPassword(Shown(address), password)
}
