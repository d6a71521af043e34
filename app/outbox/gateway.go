package outbox

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/notice"
)

// Sends lists the channels by which a desk sends by itself.
func Sends(m dispatch.Settings) (list []notice.Channel) {
	for _, ch := range notice.ByPerson {
		if sends(m, ch) {
			list = append(list, ch)
		}
	}
	return list
}

// sends reports whether a desk sends by a channel by itself.
func sends(m dispatch.Settings, ch notice.Channel) bool {
	return ch == notice.Email && m.Sends() || gatewayOf(m, ch).Takes()
}

// gatewayOf is the gateway of a channel; none where the channel has none.
func gatewayOf(m dispatch.Settings, ch notice.Channel) gateway.Gateway {
	switch ch {
	case notice.SMS:
		return m.SMS
	case notice.Push:
		return m.Push
	}
	return gateway.Gateway{}
}

// ask says a message to the gateway of a channel; f is the failure where it is one of the gateway's.
func (o *sender) ask(ctx context.Context, ch notice.Channel,
	m gateway.Message) (receipt mail.Receipt, f *mail.Failure, failure error) {
	g := o.gateways[ch]
	if g == nil {
		var err error
		if g, err = mail.OpenGateway(gatewayOf(o.settings, ch)); err != nil {
			f = &mail.Failure{Class: mail.Temporary, Kind: mail.Closed} // nothing was said
			return receipt, f, f
		}
		g.Now = o.s.Now
		if o.gateways == nil {
			o.gateways = map[notice.Channel]*mail.Gateway{}
		}
		o.gateways[ch] = g
	}
	receipt, failure = g.Send(ctx, m)
	begun()                    // the moment of which nobody could tell later how it ended
	_ = errors.As(failure, &f) // nil where it is none
	return receipt, f, failure
}

// close ends every connection.
func (o *sender) close() {
	if o.conn != nil {
		o.conn.Close()
	}
	for _, g := range o.gateways {
		g.Close()
	}
}
