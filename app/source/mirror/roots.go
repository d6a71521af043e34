package mirror

import (
	"crypto/x509"
	"fmt"
	"os"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Roots reads the certificates that may vouch for a server from the file that the address of a source of this kind
// names.
func Roots(kind, path string) (*x509.CertPool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &value.Error{Message: fmt.Sprintf("the file %s, which the %s address names, cannot be used: %s", path,
			kind, value.FileReason(err)), Cause: err}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("the file %s, which the %s address names, holds no certificate in PEM form", path, kind)
	}
	return pool, nil
}
