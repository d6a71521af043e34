package seal

import (
	"bytes"
	"crypto/ed25519"
	"testing"
)

func TestAKeyThatOpensSealsSignsWhatEd25519Verifies(t *testing.T) {
	for range 64 {
		id, err := NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		pub, err := Verifier(id.Pub[:])
		if err != nil || !bytes.Equal(pub, id.Signer().Public()) {
			t.Fatalf("the public key that is worked out is another one: %v", err)
		}
		signature := id.Signer().Sign([]byte("a roster"))
		if !ed25519.Verify(pub, []byte("a roster"), signature) {
			t.Fatal("a good signature does not verify")
		}
		if ed25519.Verify(pub, []byte("another roster"), signature) {
			t.Fatal("a signature verifies for another text")
		}
	}
}

func TestAMembersOwnKeyIsNotTheOneThatOpensSeals(t *testing.T) {
	id, err := NewMember(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(id.Signer().Public(), sealingKey(*id.priv).Public()) {
		t.Error("they are one")
	}
}
