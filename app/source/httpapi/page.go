package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// pages asks for page after page and hands over the data of each.
func (a *asked) pages(ctx context.Context, q *connector.Request, c *call, take func(answered any) error) error {
	asked := map[string]bool{}
	for c != nil {
		if key := c.same(); asked[key] {
			return sentence(
				"%s: the system names the same next page again and again; see the pagination in the connector file",
				q.What)
		} else if asked[key] = true; len(asked) > maxCalls {
			return sentence("%s has more than %d pages for one person; narrow it in the connector file", q.What,
				maxCalls)
		}
		got, err := a.send(ctx, c, q)
		if err != nil {
			return err
		}
		if got.nothing {
			return nil
		}
		if a.bytes += len(got.body); a.bytes > maxBytes {
			return sentence("%s: the answers for one person have more than %d MiB; narrow it in the connector file",
				q.What, maxBytes>>20)
		}
		doc, err := got.document(q.What)
		if err != nil {
			return err
		}
		data, err := a.data(q, got, doc)
		if err != nil {
			return err
		}
		if err := take(data); err != nil {
			return err
		}
		if q.Pages == nil {
			return nil
		}
		if c, err = a.next(q, c, got, doc, data); err != nil {
			return err
		}
	}
	return nil
}

// next returns the request for the next page; nil after the last.
func (a *asked) next(q *connector.Request, c *call, got *answer, doc, data any) (*call, error) {
	p := q.Pages
	switch p.Strategy {
	case connector.Offset:
		if empty(data) {
			return nil, nil
		}
		return a.offset(q, c)
	case connector.Link:
		if empty(data) || len(p.HasNext) > 0 && !says(doc, p.HasNext) {
			return nil, nil
		}
		link := ""
		if p.Rel != "" {
			link = linkOf(got.header, p.Rel)
		} else if v, ok := valueAt(doc, p.Path); ok {
			link = textOf(v)
		}
		return follow(q, c, got, link)
	}
	var last any
	if list, is := data.([]any); is && len(list) > 0 {
		last = list[len(list)-1]
	}
	if len(p.HasNext) > 0 && !says(last, p.HasNext) && !says(doc, p.HasNext) {
		return nil, nil
	}
	cursor, ok := valueAt(last, p.Field)
	if !ok || cursor == nil {
		cursor, ok = valueAt(doc, p.Field)
	}
	if !ok || cursor == nil {
		return nil, nil
	}
	text, scalar := value.Text(cursor)
	if !scalar || text == "" {
		return nil, sentence("%s: the cursor of the next page is empty; see the pagination in the connector file",
			q.What)
	}
	next := c.turned()
	next.set(p.Param, text)
	return next, nil
}

// offset returns the request with the next value of the counting parameter.
func (a *asked) offset(q *connector.Request, c *call) (*call, error) {
	p := q.Pages
	next := c.turned()
	for _, f := range next.Query {
		if f.Name != p.Param {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(f.Value.String()))
		if err != nil {
			break
		}
		n += p.By
		limit := p.Limit
		if p.LimitOf != "" {
			held, _ := a.held().text(p.LimitOf)
			if limit, err = strconv.Atoi(held); err != nil {
				return nil, sentence("%s: the setting %q, the limit of its pages, is no whole number", q.What,
					p.LimitOf)
			}
		}
		if (p.LimitOf != "" || limit > 0) && n > limit {
			return nil, nil
		}
		next.set(p.Param, strconv.Itoa(n))
		return next, nil
	}
	return nil, sentence("%s: the query parameter %q is no number that pages could be counted by", q.What, p.Param)
}

// follow returns the request for a link, of which only the path and the query are followed: the host stays.
func follow(q *connector.Request, c *call, got *answer, link string) (*call, error) {
	if link == "" {
		return nil, nil
	}
	ref, err := url.Parse(link)
	if err != nil {
		return nil, sentence("%s: the link to the next page is no address", q.What)
	}
	to := got.at.ResolveReference(ref)
	next := c.turned()
	next.Path, next.Query = filled{{Text: to.EscapedPath()}}, nil
	if to.RawQuery != "" {
		next.Path[0].Text += "?" + to.RawQuery
	}
	next.Absolute = true
	return next, nil
}

// linkOf returns the address of a relation in the Link headers (RFC 8288); empty where there is none.
func linkOf(header http.Header, rel string) string {
	for _, line := range header.Values("Link") {
		for rest := line; ; {
			open := strings.IndexByte(rest, '<')
			end := strings.IndexByte(rest, '>')
			if open < 0 || end < open {
				break
			}
			target, params := rest[open+1:end], rest[end+1:]
			if next := strings.Index(params, ",<"); next >= 0 {
				params, rest = params[:next], params[next:]
			} else if next := strings.Index(params, ", <"); next >= 0 {
				params, rest = params[:next], params[next:]
			} else {
				rest = ""
			}
			for _, param := range strings.Split(params, ";") {
				name, v, _ := strings.Cut(strings.TrimSpace(param), "=")
				if strings.EqualFold(strings.TrimSpace(name), "rel") {
					for _, one := range strings.Fields(strings.Trim(strings.TrimSpace(v), quotation)) {
						if strings.EqualFold(one, rel) {
							return target
						}
					}
				}
			}
		}
	}
	return ""
}

// says reports whether the value at a path reads "true".
func says(doc any, path connector.Path) bool {
	v, ok := valueAt(doc, path)
	return ok && strings.EqualFold(textOf(v), "true")
}

// empty reports whether an answer has no data.
func empty(data any) bool {
	switch data := data.(type) {
	case []any:
		return len(data) == 0
	case map[string]any:
		return len(data) == 0
	}
	return data == nil || falsy(data)
}
