// A Kubernetes API server with its etcd in one process, for tests: the API alone, without controllers and nodes. Whoever
// has the token may do everything.
//
//	apiserver FOLDER PORT TOKEN     data in FOLDER, which should be new; listens to 127.0.0.1:PORT with a certificate of its own
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// startEtcd listens to ports that the system chooses, and gives its address.
func startEtcd(folder string) string {
	config := embed.NewConfig()
	config.Dir = filepath.Join(folder, "etcd")
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	somewhere := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config.ListenClientUrls, config.AdvertiseClientUrls = somewhere, somewhere
	config.ListenPeerUrls, config.AdvertisePeerUrls = somewhere, somewhere
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	check(err)
	<-server.Server.ReadyNotify()
	return "http://" + server.Clients[0].Addr().String()
}

// writeKey makes the key that tokens of service accounts are signed with; the server does not start without one.
func writeKey(path string) string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	check(err)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	check(os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	return path
}

func main() {
	folder, port, token := os.Args[1], os.Args[2], os.Args[3]
	tokens := filepath.Join(folder, "tokens.csv")
	check(os.WriteFile(tokens, []byte(token+",tester,tester,system:masters\n"), 0o600))
	key := writeKey(filepath.Join(folder, "service-account.key"))
	os.Args = []string{
		"kube-apiserver",
		"--etcd-servers=" + startEtcd(folder),
		"--bind-address=127.0.0.1",
		"--secure-port=" + port,
		"--cert-dir=" + filepath.Join(folder, "certificates"),
		"--endpoint-reconciler-type=none",
		"--token-auth-file=" + tokens,
		"--authorization-mode=AlwaysAllow",
		"--disable-admission-plugins=ServiceAccount",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + key,
		"--service-account-signing-key-file=" + key,
		"--service-cluster-ip-range=10.0.0.0/16",
	}
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
