package httpapi

import (
	"net/url"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
)

// Scheme begins the address of a system by its connector file's own hosts: connector:NAME=VALUE&NAME=VALUE.
const Scheme = "connector:"

// Form is how people write the address of a system.
const Form = Scheme + "NAME=VALUE&…"

// IsAddress reports whether a text is meant for the address of a system that answers over HTTP.
func IsAddress(text string) bool {
	lower := strings.ToLower(text)
	return strings.HasPrefix(lower, Scheme) || strings.HasPrefix(lower, "https://") ||
		strings.HasPrefix(lower, "http://")
}

// ReadAddress returns the settings that an address holds, and where the system is if it is not where the connector file
// says: the address is connector:NAME=VALUE&…, or https://HOST?NAME=VALUE&…. No error repeats a value.
func ReadAddress(text string) (at string, settings Settings, err error) {
	query := text
	if strings.HasPrefix(strings.ToLower(text), Scheme) {
		query = text[len(Scheme):]
	} else if at, query, _ = strings.Cut(text, "?"); at != "" {
		if _, err := trialAddress(at); err != nil {
			return "", nil, err
		}
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", nil,
			sentence("the settings of the address are written NAME=VALUE&NAME=VALUE, with %%26 for & and %%25 for %% in a value")
	}
	settings = Settings{}
	for name, list := range values {
		settings[name] = list[0]
		if len(list) > 1 {
			several := make([]any, len(list))
			for i, v := range list {
				several[i] = v
			}
			settings[name] = several
		}
	}
	return at, settings, nil
}

// Split takes the fields that external references name out of the settings of a connection.
func (s Settings) Split(c *connector.Connector) (settings Settings, external map[string]string) {
	settings, external = Settings{}, map[string]string{}
	outside := c.Externals()
	for name, v := range s {
		p := c.Param(name)
		text, isText := v.(string)
		switch {
		case outside[name] && isText:
			external[name] = text
		case p != nil && p.Multi && isText:
			settings[name] = []any{text}
		default:
			settings[name] = v
		}
	}
	return settings, external
}

// Renewed returns an address with new tokens in the place of those before. It stays as it is where it is signed in by
// others, or where its tokens are not renewed by one another: those are asked for anew each time.
func Renewed(address string, before, tokens Settings) string {
	var begin, query string
	if strings.HasPrefix(strings.ToLower(address), Scheme) {
		begin, query = address[:len(Scheme)], address[len(Scheme):]
	} else {
		at, rest, is := strings.Cut(address, "?")
		if !is {
			return address
		}
		begin, query = at+"?", rest
	}
	values, err := url.ParseQuery(query)
	old, refreshed := before.text(connector.RefreshToken)
	if err != nil || !refreshed || values.Get(connector.RefreshToken) != old {
		return address
	}
	for name := range tokens {
		if text, has := tokens.text(name); has {
			values.Set(name, text)
		} else {
			values.Del(name)
		}
	}
	return begin + values.Encode()
}
