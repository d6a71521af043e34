package mongo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/loopback"
)

const engineName = "MongoDB"

// Engine is a MongoDB database.
var Engine = sqldb.Engine{Key: "mongodb", Name: engineName, Schemes: []string{"mongodb", "mongodb+srv"},
	Form: "mongodb://…", Open: open}

// database is a database by its address.
type database struct {
	uri      string // without what the driver does not know
	password string
	name     string
	hosts    []string
	only     []string // the collections that are meant; none for all of them
	roots    *x509.CertPool
	write    bool
}

var errForm = errors.New("the MongoDB address cannot be read; write mongodb://user:password@host/DATABASE, with %40 for an @ of a user or a password")

// open prepares a database by its address. Off this machine the connection is encrypted and the certificate of the
// server checked.
func open(address string, write bool) (*sqldb.Source, error) {
	d, err := read(address)
	if err != nil {
		return nil, err
	}
	d.write = write
	return mirror.Open(d, mirror.Kind{Name: engineName, Piecewise: true, Schemaless: true},
		fmt.Sprintf("MongoDB database %q at %s", d.name, strings.Join(d.hosts, ", ")), d.password, write)
}

// passed are the parameters that are left to the driver. Others could send passwords to other machines, or weaken what
// is checked.
var passed = strings.Fields("authsource authmechanism replicaset readpreference readpreferencetags directconnection " +
	"loadbalanced retrywrites retryreads w journal appname tls ssl srvservicename srvmaxhosts")

// mechanisms are the ways to sign in that speak with nobody but the server.
var mechanisms = []string{"SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"}

// read takes an address apart. The driver would look a name of mongodb+srv up at once, so that waits for connect.
func read(address string) (*database, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return nil, errForm // the cause would repeat the password
	}
	d := &database{name: strings.Trim(u.Path, "/"), hosts: strings.Split(u.Host, ",")}
	d.password, _ = u.User.Password()
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, errForm
	}
	for name, list := range query {
		switch low := strings.ToLower(name); {
		case name == "collections":
			d.only = strings.Split(list[0], ",")
			query.Del(name)
		case name == "ca":
			if d.roots, err = mirror.Roots(engineName, list[0]); err != nil {
				return nil, err
			}
			query.Del(name)
		case low == "authmechanism" && !slices.Contains(mechanisms, strings.ToUpper(list[0])):
			return nil, fmt.Errorf("the MongoDB address asks to sign in by %q, and here is only %s", list[0],
				strings.Join(mechanisms, ", "))
		case (low == "tls" || low == "ssl") && !strings.EqualFold(list[0], "true") && !d.local():
			return nil, errors.New("the MongoDB address asks for no encryption, and the server is on another machine")
		case !slices.Contains(passed, low):
			return nil, fmt.Errorf("the MongoDB address has the parameter %q, which is none that is known here", name)
		}
	}
	u.RawQuery = query.Encode()
	d.uri = u.String()
	if strings.EqualFold(u.Scheme, "mongodb") {
		if err := options.Client().ApplyURI(d.uri).Validate(); err != nil {
			return nil, errForm
		}
	}
	return d, nil
}

// local reports whether every server that the address names is this machine.
func (d *database) local() bool {
	return !slices.ContainsFunc(d.hosts, func(h string) bool {
		if host, _, err := net.SplitHostPort(h); err == nil {
			h = host
		}
		return !loopback.Is(h)
	})
}

// findTime is how long the servers of a set may take to say which of them is asked.
const findTime = 5 * time.Second

// answerTime is how long a server may think about one question.
const answerTime = 2 * time.Minute

// connect prepares a client; its first question connects.
func (d *database) connect() (*mongo.Client, error) {
	o := options.Client().ApplyURI(d.uri)
	if err := o.Validate(); err != nil {
		return nil, &value.Error{Message: "the servers that the MongoDB address stands for cannot be found", Cause: err}
	}
	o.SetAppName("Rightsdesk").SetConnectTimeout(sqldb.ConnectTimeout).
		SetServerSelectionTimeout(findTime).SetTimeout(answerTime).SetMaxPoolSize(2)
	if !d.local() || o.TLSConfig != nil {
		o.SetTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: d.roots})
	} else if len(d.hosts) == 1 && o.ReplicaSet == nil && o.Direct == nil {
		o.SetDirect(true) // the others of its set may be on other machines
	}
	if d.write {
		o.SetReadPreference(readpref.Primary()) // what is compared must be what is written
	}
	c, err := mongo.Connect(o)
	if err != nil {
		return nil, errForm
	}
	return c, nil
}

// closed ends a client.
func closed(c *mongo.Client) error { return c.Disconnect(context.Background()) }

// Refuses tells nothing: what a login may change shows when it is written.
func (d *database) Refuses(context.Context) (string, error) { return "", nil }

const changedMeanwhile = "somebody changed the document meanwhile"

// reasons are by the codes of the server.
var reasons = map[int]string{
	13:    sqldb.DeniedReason, // Unauthorized
	18:    "the login or its password is wrong",
	20:    "the server does not do that with this collection", // IllegalOperation
	50:    "it took too long",
	66:    "the field cannot be changed", // ImmutableField
	121:   "a rule of the collection refuses the value",
	8000:  "the login or its password is wrong", // Atlas
	10107: sqldb.BusyReason,                     // NotWritablePrimary
	11000: sqldb.UniqueReason,
	13435: sqldb.BusyReason,
}

// failed is why a server does not do something, in a sentence of ours; the words of servers repeat values.
func failed(err error) error {
	var ours value.Sentence
	if errors.As(err, &ours) {
		return err
	}
	var answer mongo.ServerError
	reason := "the server does not answer"
	switch {
	case certificateIn(err):
		reason = "the certificate of the server is not trusted; name the one it comes from with ca=FILE in the address"
	case errors.As(err, &answer):
		reason = "the server refuses it"
		if codes := answer.ErrorCodes(); len(codes) > 0 {
			if reason = reasons[codes[0]]; reason == "" {
				reason = fmt.Sprintf("the server refuses it (code %d)", codes[0])
			}
		}
	case strings.Contains(err.Error(), "auth error"):
		reason = reasons[18]
	case mongo.IsTimeout(err) && !strings.Contains(err.Error(), "server selection"):
		reason = "it took too long"
	}
	return &value.Error{Message: reason, Cause: err}
}

// certificateIn reports whether a certificate was the reason. What the driver knows of a server it tells as text alone.
func certificateIn(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate) || strings.Contains(err.Error(), "tls: failed to verify certificate")
}
