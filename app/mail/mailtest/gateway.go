package mailtest

import (
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/model/gateway"
)

// Gateway is a gateway on this computer, over TLS, that keeps what it took.
type Gateway struct {
	server *httptest.Server
	mutex  sync.Mutex
	taken  map[string][]Short
	// Answers says what is answered to a message; nil takes each. It may end the connection by http.ErrAbortHandler,
	// and takes by returning 200.
	Answers func(m Short) (status int, body string)
}

// Short is a message as the gateway got it.
type Short struct {
	To, Device, Title, Text, ID string
	Header                      http.Header `json:"-"`
}

// Secret is what the gateway wants to be told.
const Secret = "tea & 茶"

// NewGateway brings a gateway up for a test.
func NewGateway(t testing.TB) *Gateway {
	t.Helper()
	g := &Gateway{taken: map[string][]Short{}}
	g.server = httptest.NewTLSServer(http.HandlerFunc(g.serve))
	t.Cleanup(g.server.Close)
	return g
}

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	var m Short
	if err != nil || json.Unmarshal(raw, &m) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	m.Header = r.Header
	if r.URL.Query().Get("key") != Secret {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	g.mutex.Lock()
	answers := g.Answers
	g.mutex.Unlock()
	status, body := http.StatusOK, `{"result":{"code":0,"id":"`+m.ID+`"}}`
	if answers != nil {
		status, body = answers(m)
	}
	if status == http.StatusOK {
		g.mutex.Lock()
		g.taken[m.ID] = append(g.taken[m.ID], m)
		g.mutex.Unlock()
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // who asked may have gone
}

// Settings are how the gateway is asked.
func (g *Gateway) Settings() gateway.Gateway {
	return gateway.Gateway{Name: "Test", Address: g.server.URL + "/send?key={secret}", Method: http.MethodPost,
		Headers: "X-Message: {id}", Format: gateway.JSON,
		Body:     `{"to":"{to}","device":"{device}","title":"{title}","text":"{text}","id":"{id}"}`,
		Statuses: "200-299", Field: "result.code", Want: "0", Secret: Secret,
		Authority: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: g.server.Certificate().Raw}))}
}

// Taken are the messages that the gateway took, by their names.
func (g *Gateway) Taken() map[string][]Short {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	all := map[string][]Short{}
	for id, list := range g.taken {
		all[id] = append([]Short{}, list...)
	}
	return all
}

// Answer changes what is answered.
func (g *Gateway) Answer(how func(m Short) (status int, body string)) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.Answers = how
}
