package dataset

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Taxonomy lists the published data categories, the deprecated ones too because old files still name them.
var Taxonomy = value.WordSet(`
	system system.authentication system.operations user user.account user.account.settings user.account.username
	user.account.user_id user.account.preferences user.authorization user.authorization.credentials
	user.authorization.biometric user.authorization.biometrics user.authorization.password user.behavior
	user.behavior.browsing_history user.behavior.media_consumption user.behavior.purchase_history
	user.behavior.search_history user.biometric user.biometric.fingerprint user.biometric.retinal user.biometric.voice
	user.biometric.health user.biometrics user.biometrics.fingerprint user.biometrics.retinal user.biometrics.voice
	user.children user.children.children_under_thirteen user.children.thirteen_to_sixteen user.childrens user.contact
	user.contact.address user.contact.address.city user.contact.address.country user.contact.address.postal_code
	user.contact.address.state user.contact.address.street user.contact.address.mailing_address user.contact.email
	user.contact.fax_number user.contact.organization user.contact.phone_number user.contact.social_url
	user.contact.url user.content user.content.private user.content.public user.content.self_image
	user.criminal_history user.demographic user.demographic.age_range
	user.demographic.citizenship_or_immigration_status user.demographic.date_of_birth user.demographic.gender
	user.demographic.language user.demographic.marital_status user.demographic.philosophical_belief
	user.demographic.political_opinion user.demographic.profile user.demographic.protected_classifications
	user.demographic.race_ethnicity user.demographic.religious_belief user.demographic.sexual_orientation
	user.demographic.union_membership user.date_of_birth user.gender user.device user.device.cookie
	user.device.cookie_id user.device.device_id user.device.ip_address user.device.sensor user.device.telemetry
	user.financial user.financial.account_number user.financial.bank_account user.financial.credit_card user.genetic
	user.government_id user.government_id.birth_certificate user.government_id.drivers_license_number
	user.government_id.immigration user.government_id.national_identification_number
	user.government_id.passport_number user.government_id.state_id_number user.government_id.vehicle_registration
	user.health user.health.genetic user.health.insurance_beneficiary_id user.health.record_id user.health_and_medical
	user.health_and_medical.genetic user.health_and_medical.insurance_beneficiary_id user.health_and_medical.record_id
	user.job_title user.location user.location.coarse user.location.imprecise user.location.precise user.name
	user.name.first user.name.last user.payment user.payment.financial_account_number user.privacy_preferences
	user.professional_information user.professional_information.job_title user.professional_information.workplace
	user.professional_information.education_records user.professional_information.employment_records user.sensor
	user.settings user.social user.social_activity user.telemetry user.unique_id user.unique_id.pseudonymous
	user.user_sensor user.workplace
`)

// SensitiveCategories are the categories whose disclosure or loss can harm a person: GB/T 35273-2020 annex B (property
// and transactions, health, biometrics, identity documents, communications, browsing, precise location) and the special
// categories of GDPR article 9. A category covers its children.
var SensitiveCategories = strings.Fields(`
	user.financial user.payment user.behavior.purchase_history user.behavior.browsing_history user.behavior.search_history
	user.government_id user.health user.health_and_medical user.genetic user.biometric user.biometrics
	user.authorization user.content.private user.location.precise user.criminal_history user.children user.childrens
	user.demographic.race_ethnicity user.demographic.religious_belief user.demographic.philosophical_belief
	user.demographic.political_opinion user.demographic.sexual_orientation user.demographic.union_membership
	user.demographic.marital_status user.demographic.protected_classifications
	user.demographic.citizenship_or_immigration_status
`)

// Covers reports whether target is category or one of its ancestors: user.contact covers user.contact.email.
func Covers(target, category string) bool {
	return target == category || strings.HasPrefix(category, target+".")
}

// CoversAny reports whether one of the targets covers one of the categories.
func CoversAny(targets, categories []string) bool {
	for _, t := range targets {
		for _, c := range categories {
			if Covers(t, c) {
				return true
			}
		}
	}
	return false
}
