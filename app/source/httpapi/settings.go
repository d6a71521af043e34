package httpapi

import (
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Settings are the values of a connection by name: the params that the file declares, and others such as tokens. A
// value is a text, or a list of texts.
type Settings map[string]any

// text returns the text of a setting; false where it has none.
func (s Settings) text(name string) (string, bool) {
	text, ok := value.Text(s[name])
	return text, ok && text != ""
}

// withDefaults returns the settings with the defaults of the file where they say nothing.
func (s Settings) withDefaults(c *connector.Connector) Settings {
	out := Settings{}
	for _, p := range c.Params {
		if p.Default != nil {
			out[p.Name] = p.Default
		}
	}
	for name, v := range s {
		out[name] = v
	}
	return out
}

// Check returns what the settings of a connection lack or may not be. No sentence repeats a value.
func (s Settings) Check(c *connector.Connector) error {
	all := s.withDefaults(c)
	var wrong []error
	for _, p := range c.Params {
		if all[p.Name] == nil {
			wrong = append(wrong, sentence("the setting %q is not given", p.Name))
		} else if err := p.Check(all[p.Name]); err != nil {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}

// isSecret reports whether a setting must not be shown: one that the file says is sensitive, or that it does not
// declare.
func isSecret(c *connector.Connector, name string) bool {
	p := c.Param(name)
	return p == nil || p.Sensitive
}

// sentence returns an error whose text is ours.
func sentence(format string, args ...any) error {
	return &value.Error{Message: fmt.Sprintf(format, args...)}
}

// because is a sentence with the cause that it stands for.
func because(cause error, format string, args ...any) error {
	return &value.Error{Message: fmt.Sprintf(format, args...), Cause: cause}
}
