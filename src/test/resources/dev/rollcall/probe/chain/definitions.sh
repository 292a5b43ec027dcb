# The certificates of the chain table; read by make-chains.sh.
root root "Root"
root other "Other Root"
root root-expired "Expired Root" from=2010 to=2025
root root-renewed "Expired Root" of=root-expired
root root-future "Future Root" from=2040
root root-nc "Constrained Root" nameConstraints=critical,permitted\;DNS:uni.test
root root-pathlen0 "Short Root" basicConstraints=critical,CA:TRUE,pathlen:0
root root-rsa1024 "Small Root" key=rsa1024
root root-sha1 "Old Root" key=rsa2048 md=sha1
root root-pss "PSS Root" key=pss
root root-ed25519 "Edwards Root" key=ed25519
root root-rekeyed "Root" raw
root root-rekeyed-id "Root"
root root-client "Client Root" extendedKeyUsage=clientAuth
cert root-v1 self "/O=Chain Lab/CN=V1 Root" bare
cert root-noca self "/O=Chain Lab/CN=No CA Root" basicConstraints=critical,CA:FALSE
cert root-nobc self "/O=Chain Lab/CN=Root without Constraints" $SIGN
cert root-nothing self "/O=Chain Lab/CN=Root without Usages" subjectKeyIdentifier=hash
cert root-ku self "/O=Chain Lab/CN=Root that may not sign" $CA keyUsage=critical,digitalSignature
root root-critical "Critical Root" $UNKNOWN

inter inter root "Issuing CA"
inter inter-expired root "Expired CA" from=2010 to=2025
inter inter-renewed root "Expired CA" of=inter-expired
inter inter-future root "Future CA" from=2040
cert inter-noca root "/O=Chain Lab/CN=Not a CA" basicConstraints=critical,CA:FALSE
cert inter-noca-sign root "/O=Chain Lab/CN=Not a CA that may sign" basicConstraints=critical,CA:FALSE $SIGN
cert inter-nobc root "/O=Chain Lab/CN=CA without Constraints" $SIGN
cert inter-nothing root "/O=Chain Lab/CN=CA without Usages" subjectKeyIdentifier=hash
cert inter-v1 root "/O=Chain Lab/CN=V1 CA" bare
cert inter-ku root "/O=Chain Lab/CN=CA that may not sign" $CA keyUsage=critical,digitalSignature
inter inter-eku-client root "Client CA" extendedKeyUsage=clientAuth
inter inter-eku-server root "Server CA" extendedKeyUsage=serverAuth
inter inter-eku-any root "Any CA" extendedKeyUsage=anyExtendedKeyUsage
cert inter-pathlen0 root "/O=Chain Lab/CN=Last CA" basicConstraints=critical,CA:TRUE,pathlen:0 $SIGN
inter inter-below-pathlen0 inter-pathlen0 "One CA too many"
inter inter-self-issued inter-pathlen0 "Last CA"
cert inter-pathlen1 root "/O=Chain Lab/CN=Last but one CA" basicConstraints=critical,CA:TRUE,pathlen:1 $SIGN
inter inter-below-pathlen1 inter-pathlen1 "Last CA of two"
inter inter-below-short-root root-pathlen0 "Below the short root"
inter inter-critical root "Critical CA" $UNKNOWN
cert inter-policy root "/O=Chain Lab/CN=Policy CA" $CA $SIGN policyConstraints=critical,requireExplicitPolicy:0
inter nc-permitted root "Department CA" nameConstraints=critical,permitted\;DNS:dept.uni.test
inter nc-permitted-ok root "University CA" nameConstraints=critical,permitted\;DNS:uni.test
inter nc-permitted-lenient root "University CA, not critical" nameConstraints=permitted\;DNS:dept.uni.test
inter nc-dot root "Dotted CA" nameConstraints=critical,permitted\;DNS:.uni.test
inter nc-several root "Several CA" nameConstraints=critical,permitted\;DNS:dept.uni.test,permitted\;DNS:www.uni.test
inter nc-excluded root "Excluding CA" nameConstraints=critical,excluded\;DNS:uni.test
inter nc-excluded-ok root "Other Excluding CA" nameConstraints=critical,excluded\;DNS:dept.uni.test
inter nc-ip root "Address CA" nameConstraints=critical,permitted\;IP:10.0.0.0/255.0.0.0
inter nc-ip-excluded root "No Addresses CA" nameConstraints=critical,permitted\;DNS:uni.test,excluded\;IP:0.0.0.0/0.0.0.0
inter nc-email root "Mail CA" nameConstraints=critical,permitted\;email:uni.test
inter nc-dir root "Directory CA" nameConstraints=critical,permitted\;dirName:dir
inter nc-uri root "URI CA" nameConstraints=critical,permitted\;URI:other.test
inter nc-inter nc-permitted "Below the Department CA"
inter two inter "Second CA"
inter cross-other other "Issuing CA" of=inter
inter cross-root-by-expired root-expired "Root" of=root
inter sha1-signed root-sha1 "CA signed with SHA-1" md=sha1
inter small root "Small CA" key=rsa1024
inter deep1 root "Deep 1"
for i in 2 3 4 5 6 7 8; do inter deep$i deep$((i - 1)) "Deep $i"; done

leaf direct root
leaf below inter
leaf below-two two
leaf wrong-name inter subjectAltName=DNS:mail.uni.test
leaf eku-client inter extendedKeyUsage=clientAuth
leaf eku-any inter extendedKeyUsage=anyExtendedKeyUsage
leaf eku-both inter extendedKeyUsage=serverAuth,clientAuth
leaf eku-sgc inter extendedKeyUsage=msSGC
plain eku-none inter
plain ku-certsign inter keyUsage=critical,keyCertSign
plain ku-encipherment inter keyUsage=critical,keyEncipherment key=rsa2048
plain ku-agreement inter keyUsage=critical,keyAgreement
plain ku-data inter keyUsage=critical,dataEncipherment,nonRepudiation
plain netscape-client inter nsCertType=client
plain netscape-server inter nsCertType=server
leaf leaf-ca inter $CA keyUsage=critical,digitalSignature,keyCertSign
leaf expired inter from=2010 to=2025
leaf future inter from=2040
leaf expired-wrong inter from=2010 to=2025 subjectAltName=DNS:mail.uni.test
leaf expired-client inter from=2010 to=2025 extendedKeyUsage=clientAuth
leaf critical inter $UNKNOWN
leaf uncritical inter 1.2.3.4.5.6=ASN1:UTF8String:new
cert leaf-v1 inter "/CN=www.uni.test" bare
for ca in inter-expired inter-future root-expired root-future root-nc root-rsa1024 root-v1 root-noca root-nobc \
  root-nothing root-ku root-critical root-client inter-noca inter-noca-sign inter-nobc inter-nothing inter-v1 inter-ku \
  inter-eku-client inter-eku-server inter-eku-any inter-below-pathlen0 inter-self-issued inter-below-pathlen1 \
  inter-below-short-root inter-critical inter-policy nc-permitted nc-permitted-ok nc-permitted-lenient nc-dot nc-several \
  nc-excluded nc-excluded-ok nc-email nc-uri nc-inter sha1-signed small deep8 root-pss; do leaf "by-$ca" $ca; done
leaf by-root-ed25519 root-ed25519 md=null
leaf by-root-nc-wrong root-nc subjectAltName=DNS:www.other.test
leaf by-nc-ip-in nc-ip subjectAltName=DNS:www.uni.test,IP:10.1.2.3
leaf by-nc-ip-out nc-ip subjectAltName=DNS:www.uni.test,IP:192.0.2.1
leaf by-nc-ip-excluded nc-ip-excluded subjectAltName=DNS:www.uni.test,IP:10.1.2.3
leaf by-nc-uri-in nc-uri subjectAltName=DNS:www.uni.test,URI:https://www.other.test/
cert by-nc-dir-in nc-dir "/O=Chain  LAB/CN=in" subjectAltName=DNS:www.uni.test
cert by-nc-dir-out nc-dir "/O=Elsewhere/CN=out" subjectAltName=DNS:www.uni.test
cert by-nc-cn-only nc-permitted "/CN=www.uni.test"
cert by-nc-mail-out nc-email "/CN=mail/emailAddress=a@other.test" subjectAltName=DNS:www.uni.test
leaf sha1 root-sha1 md=sha1
leaf md5 root-sha1 md=md5
leaf rsa1024 inter key=rsa1024
leaf rsa2048 inter key=rsa2048
leaf p192 inter key=P-192
leaf p521 inter key=P-521
leaf own self
leaf own-ca self $CA
leaf rekeyed root-rekeyed raw
leaf rekeyed-id root-rekeyed-id
leaf aia inter authorityInfoAccess=caIssuers\;URI:http://ca.uni.test/ca.crt
leaf aia-other other authorityInfoAccess=caIssuers\;URI:http://ca.uni.test/ca.crt
leaf by-other other
leaf wildcard inter subjectAltName=DNS:*.uni.test
leaf wildcard-top inter subjectAltName=DNS:*.test
leaf wildcard-partial inter subjectAltName=DNS:w*.uni.test
leaf wildcard-inner inter subjectAltName=DNS:www.*.test
leaf upper inter subjectAltName=DNS:WWW.Uni.TEST
leaf ip inter subjectAltName=IP:10.1.2.3,IP:fd00::1
leaf ip-as-name inter subjectAltName=DNS:10.1.2.3
cert ip-cn inter "/CN=10.1.2.3"
cert cn-only inter "/CN=www.uni.test"
cert cn-wrong inter "/CN=mail.uni.test"
cert cn-beside inter "/CN=www.uni.test" subjectAltName=DNS:mail.uni.test
cert cn-beside-ip inter "/CN=www.uni.test" subjectAltName=IP:10.1.2.3
cert cn-wildcard inter "/CN=*.uni.test"
# The last byte of a signature changed.
leaf broken inter
openssl x509 -in "$W/broken.pem" -outform DER -out "$W/broken.der"
python3 -c 'import sys; b=bytearray(open(sys.argv[1],"rb").read()); b[-1]^=1; open(sys.argv[1],"wb").write(b)' "$W/broken.der"
openssl x509 -inform DER -in "$W/broken.der" -out "$W/broken.pem"
