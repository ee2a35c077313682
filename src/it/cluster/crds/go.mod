// Where the custom resources come from: no code, only the YAML that these modules carry.
module io.sallyport/cluster/crds

go 1.24.0

require (
	github.com/openshift/api v0.0.0-20251015095338-264e80a2b6e7
	github.com/prometheus-operator/prometheus-operator v0.85.0
)
