package reach

import (
	"context"
	"errors"
	"net/url"
	"os"
	"testing"

	"orangelab.cn/rightsdesk/store/database"
)

// drawer is a keychain in memory; a nil one is a system without.
type drawer map[string]string

func (d drawer) get(address string) (string, error) {
	if password, there := d[address]; there {
		return password, nil
	}
	return "", errNoKeychain
}

func (d drawer) set(address, password string) error {
	if d == nil {
		return errNoKeychain
	}
	d[address] = password
	return nil
}

func TestThePasswordOfASharedDeskIsKeptInTheKeychainAlone(t *testing.T) {
	const address, without = "postgres://fang:s3cret@db/desk", "postgres://fang@db/desk"
	d := drawer{}
	if got := keepIn(address, d); got != without || d[without] != "s3cret" {
		t.Errorf("%s is kept, the keychain holds %v", got, d)
	}
	if got := keepIn(address, drawer(nil)); got != without {
		t.Errorf("without a keychain %s is kept", got)
	}
	if got := keepIn("/srv/desk", d); got != "/srv/desk" || len(d) != 1 {
		t.Errorf("a folder: %s, %v", got, d)
	}
}

func TestThePasswordOfASharedDeskComesFromTheKeychainOrIsAskedFor(t *testing.T) {
	ctx := context.Background()
	server, err := url.Parse(os.Getenv("RIGHTSDESK_TEST_POSTGRES"))
	if err != nil || server.Host == "" {
		t.Skip("RIGHTSDESK_TEST_POSTGRES names no server")
	}
	if got, err := unlocked(ctx, server.String(), drawer(nil)); err != nil || got != server.String() {
		t.Errorf("a server that asks for no password: %s, %v", got, err)
	}
	server.User = url.User("nobody_here")
	if _, err := unlocked(ctx, server.String(), drawer(nil)); !errors.Is(err, database.ErrPassword) {
		t.Errorf("without a keychain: %v", err)
	}
	asked := drawer{server.String(): "s3cret"}
	got, err := unlocked(ctx, server.String(), asked)
	if _, password := database.SplitPassword(got); password != "s3cret" || !errors.Is(err, database.ErrPassword) {
		t.Errorf("the password of the keychain was not tried: %v", err)
	}
}
