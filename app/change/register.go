package change

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// RegisterOf reads the organisation's register of processing.
func RegisterOf(o model.Organisation) (model.Register, error) {
	return model.ReadRegister([]byte(o.Register))
}

// RegisterIn reads the register as it stands.
func RegisterIn(v *store.View) (model.Register, error) {
	org, err := setup.Organisation(v)
	if err != nil {
		return nil, err
	}
	return RegisterOf(org)
}
