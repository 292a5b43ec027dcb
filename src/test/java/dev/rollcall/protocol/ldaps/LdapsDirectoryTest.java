package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against a real directory server in this JVM. */
class LdapsDirectoryTest {
  private static InMemoryDirectoryServer server(TestAuthority.Leaf leaf, OperationType... bound)
      throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=uni,dc=edu");
    config.setSchema(null);
    config.setAuthenticationRequiredOperationTypes(Set.of(bound));
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps",
            InetAddress.getLoopbackAddress(),
            0,
            leaf.context().getServerSocketFactory(),
            null));
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.startListening();
    return server;
  }

  private static Attempt attempt(InMemoryDirectoryServer server, CertificatePolicy policy) {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getListenPort());
    return Prober.attempt(
        new LdapsProtocol(),
        Messages.settings("uni.edu"),
        Probes.session(
            Probes.route(at, Transport.TCP), Duration.ofSeconds(20), Probes.policy(policy)));
  }

  @Test
  void aDirectoryPasses() throws LDAPException {
    try (InMemoryDirectoryServer server = server(TestAuthority.peer())) {
      Attempt attempt = attempt(server, CertificatePolicy.VERIFY);
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
      assertEquals("dc=uni,dc=edu", Probes.fact(attempt, "ldap.naming-contexts"));
      assertTrue(attempt.phases().keySet().containsAll(Set.of(Phase.TLS, Phase.EXCHANGE)));
    }
  }

  @Test
  void anIdleConnectionIsAskedAgain() throws LDAPException {
    try (InMemoryDirectoryServer server = server(TestAuthority.peer(), OperationType.SEARCH)) {
      InetSocketAddress at =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getListenPort());
      IdleEnd end =
          Probes.idle(
              new LdapsProtocol(),
              Messages.settings("uni.edu"),
              Probes.session(
                  Probes.route(at, Transport.TCP), Duration.ofSeconds(20), Probes.policy()));
      assertEquals(IdleEnd.Kind.ANSWERED, end.kind(), end::toString);
    }
  }

  @Test
  void aDirectoryThatWantsABindIsProvenAllTheSame() throws LDAPException {
    try (InMemoryDirectoryServer server = server(TestAuthority.peer(), OperationType.SEARCH)) {
      Attempt attempt = attempt(server, CertificatePolicy.VERIFY);
      Probes.answered(attempt);
      assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    }
  }

  @Test
  void whatIsHiddenIsReadAgainAfterTheBind() throws Exception {
    try (InMemoryDirectoryServer server = server(TestAuthority.peer(), OperationType.SEARCH)) {
      server.add("dn: dc=uni,dc=edu", "objectClass: domain", "dc: uni");
      server.add("dn: uid=svc,dc=uni,dc=edu", "objectClass: account", "userPassword: planted");
      InetSocketAddress at =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getListenPort());
      Attempt attempt =
          Prober.attempt(
              new LdapsProtocol(),
              Messages.settings("uni.edu"),
              Probes.session(
                  Probes.route(at, Transport.TCP),
                  Duration.ofSeconds(20),
                  Probes.policy(),
                  Account.of("uid=svc,dc=uni,dc=edu", ""),
                  "planted"));
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
      assertEquals("dc=uni,dc=edu", Probes.fact(attempt, "ldap.naming-contexts"));
      assertEquals("dc=uni,dc=edu", Probes.fact(attempt, "ldap.base"));
      assertEquals(Optional.of(new LoginResult.Proven("uid=svc,dc=uni,dc=edu")), attempt.right());
    }
  }

  @Test
  void theCertificateDecidesBeforeLdapDoes() throws LDAPException {
    TestAuthority.Leaf other = TestAuthority.shared().leaf("other.rollcall.test");
    try (InMemoryDirectoryServer server = server(other)) {
      Probes.assertFault(
          Phase.TLS, FaultKind.WRONG_NAME, attempt(server, CertificatePolicy.VERIFY));
      Attempt reported = attempt(server, CertificatePolicy.REPORT);
      Probes.answered(reported);
      assertEquals("CERTIFICATE", Probes.concerns(reported));
    }
    try (InMemoryDirectoryServer server = server(TestAuthority.selfSigned(Probes.HOST))) {
      Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, attempt(server, CertificatePolicy.VERIFY));
    }
  }
}
