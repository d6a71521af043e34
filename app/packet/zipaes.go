package packet

import (
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// Facts of WinZip's AE-2 encryption, AES-256: https://www.winzip.com/en/support/aes-encryption/.
const (
	zipMethodAES   = 99
	zipDeflate     = 8
	zipAESRounds   = 1000
	zipAESSalt     = 16
	zipAESVerifier = 2
	zipAESMAC      = 10
)

// zipAESExtra is the extra field that marks an entry: version AE-2, vendor "AE", 256 bits, deflated inside.
var zipAESExtra = []byte{0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3, zipDeflate, 0}

// zipEntry deflates and encrypts one file of a zip as a stream. AE-2 keeps no CRC, since the
// authentication code at the end covers the content.
type zipEntry struct {
	out    io.Writer
	comp   *flate.Writer
	block  cipher.Block
	mac    hash.Hash
	count  uint64 // AES blocks used; AE counts from 1, little-endian
	pad    []byte
	unused []byte // part of pad
	work   []byte
	size   int64 // bytes written to out
	plain  int64
	sum    hash.Hash
}

func newZipEntry(out io.Writer, password string) (*zipEntry, error) {
	salt := make([]byte, zipAESSalt)
	if _, err := rand.Read(salt); err != nil {
		return nil, fmt.Errorf("draw a salt for the zip: %w", err)
	}
	keys, err := pbkdf2.Key(sha1.New, password, salt, zipAESRounds, 64+zipAESVerifier)
	if err != nil {
		return nil, fmt.Errorf("make the zip key from the password: %w", err)
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		return nil, fmt.Errorf("prepare the zip cipher: %w", err)
	}
	e := &zipEntry{out: out, block: block, mac: hmac.New(sha1.New, keys[32:64]), sum: sha256.New(),
		pad: make([]byte, 4096)}
	if err := e.put(append(salt, keys[64:]...)); err != nil {
		return nil, err
	}
	if e.comp, err = flate.NewWriter(cryptWriter{e}, flate.BestSpeed); err != nil {
		return nil, fmt.Errorf("prepare the zip compressor: %w", err)
	}
	return e, nil
}

func (e *zipEntry) put(b []byte) error {
	n, err := e.out.Write(b)
	e.size += int64(n)
	return err
}

// Write takes plain content.
func (e *zipEntry) Write(b []byte) (int, error) {
	e.sum.Write(b)
	e.plain += int64(len(b))
	return e.comp.Write(b)
}

// finish writes the rest and the authentication code; it says what the file was.
func (e *zipEntry) finish(name string) (File, error) {
	if err := e.comp.Close(); err != nil {
		return File{}, err
	}
	if err := e.put(e.mac.Sum(nil)[:zipAESMAC]); err != nil {
		return File{}, err
	}
	return File{Name: name, Size: e.plain, SHA256: hex.EncodeToString(e.sum.Sum(nil))}, nil
}

// cryptWriter encrypts what the compressor gives out.
type cryptWriter struct{ e *zipEntry }

func (c cryptWriter) Write(b []byte) (int, error) {
	e := c.e
	if cap(e.work) < len(b) {
		e.work = make([]byte, len(b))
	}
	sealed := e.work[:len(b)]
	for done := 0; done < len(b); {
		if len(e.unused) == 0 {
			e.fillPad()
		}
		n := subtle.XORBytes(sealed[done:], b[done:], e.unused)
		e.unused = e.unused[n:]
		done += n
	}
	e.mac.Write(sealed)
	if err := e.put(sealed); err != nil {
		return 0, err
	}
	return len(b), nil
}

// fillPad makes the next stretch of key stream; the standard library's CTR counts big-endian and does not fit.
func (e *zipEntry) fillPad() {
	var counter [aes.BlockSize]byte
	for at := 0; at < len(e.pad); at += aes.BlockSize {
		e.count++
		binary.LittleEndian.PutUint64(counter[:], e.count)
		e.block.Encrypt(e.pad[at:at+aes.BlockSize], counter[:])
	}
	e.unused = e.pad
}
