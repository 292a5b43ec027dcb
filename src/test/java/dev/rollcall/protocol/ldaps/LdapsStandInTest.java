package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DIGESTMD5BindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SecretLeaks;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LdapsStandInTest extends StandInContract<LdapsSettings> {
  private static final String SECRET = "correct-horse-7";

  @Override
  protected Protocol<LdapsSettings> protocol() {
    return new LdapsProtocol();
  }

  @Override
  protected LdapsSettings settings() {
    return Messages.settings("uni.edu");
  }

  @Override
  protected Tls tls() {
    return Tls.FIRST;
  }

  private Standing standing() throws IOException {
    return standing(Optional.empty(), StandInLimits.usual());
  }

  private static LDAPConnection connect(Standing standing)
      throws GeneralSecurityException, LDAPException {
    return new LDAPConnection(
        new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
        standing.address().getHostString(),
        standing.address().getPort());
  }

  private static void assertRefused(ResultCode code, Executable what) {
    LDAPException refusal = assertThrows(LDAPException.class, what);
    assertEquals(code, refusal.getResultCode());
    assertTrue(StandInMark.in(refusal.getDiagnosticMessage()), refusal::getDiagnosticMessage);
  }

  @Test
  void anotherClientReadsItsRootDse() throws Exception {
    try (Standing standing = standing();
        LDAPConnection connection = connect(standing)) {
      assertEquals(ResultCode.SUCCESS, connection.bind(new SimpleBindRequest()).getResultCode());
      RootDSE rootDse = connection.getRootDSE();
      assertEquals(List.of("dc=uni,dc=edu"), List.of(rootDse.getNamingContextDNs()));
      assertEquals(StandInMark.TEXT, rootDse.getVendorName());
      assertEquals(Probes.HOST, rootDse.getAttributeValue("dnsHostName"));
      assertTrue(rootDse.supportsLDAPVersion(3));
    }
  }

  @Test
  void onlyWhatIsAskedForIsGivenAndTheMarkWithIt() throws Exception {
    try (Standing standing = standing();
        LDAPConnection connection = connect(standing)) {
      assertEquals(
          List.of("dnsHostName", "vendorName"),
          connection
              .search("", SearchScope.BASE, "(objectClass=*)", "DNSHOSTNAME")
              .getSearchEntries()
              .get(0)
              .getAttributes()
              .stream()
              .map(a -> a.getName())
              .toList());
    }
  }

  @Test
  void nothingElseIsFoundOrChanged() throws Exception {
    try (Standing standing = standing();
        LDAPConnection connection = connect(standing)) {
      assertRefused(
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          () -> connection.search("dc=uni,dc=edu", SearchScope.SUB, "(uid=alice)"));
      assertRefused(
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          () -> connection.search("", SearchScope.SUB, "(uid=alice)"));
      ResultCode no = ResultCode.UNWILLING_TO_PERFORM;
      assertRefused(no, () -> connection.add("dn: cn=x", "objectClass: top", "cn: x"));
      assertRefused(no, () -> connection.delete("cn=x"));
      assertRefused(
          no, () -> connection.modify("dn: cn=x", "changetype: modify", "add: a", "a: b"));
      assertRefused(no, () -> connection.modifyDN("cn=x", "cn=y", true));
      assertRefused(no, () -> connection.compare("cn=x", "a", "b"));
      assertRefused(
          ResultCode.PROTOCOL_ERROR,
          () ->
              connection.processExtendedOperation(
                  new StartTLSExtendedRequest(
                      new SSLUtil(new TrustAllTrustManager()).createSSLContext())));
      assertRefused(
          ResultCode.PROTOCOL_ERROR,
          () -> connection.processExtendedOperation(new WhoAmIExtendedRequest()));
    }
  }

  @Test
  void everyLoginIsRefusedAndNothingOfItIsKept() throws Exception {
    try (Standing standing = standing()) {
      List<BindRequest> logins =
          List.of(
              new SimpleBindRequest("cn=alice,dc=uni,dc=edu", SECRET),
              new SimpleBindRequest("", SECRET),
              new PLAINBindRequest("u:" + SECRET, SECRET),
              new DIGESTMD5BindRequest("u:alice", SECRET));
      for (BindRequest login : logins) {
        try (LDAPConnection connection = connect(standing)) {
          assertRefused(ResultCode.UNWILLING_TO_PERFORM, () -> connection.bind(login));
          // And the connection is none that has logged in.
          assertRefused(
              ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
              () -> connection.search("dc=uni,dc=edu", SearchScope.SUB, "(uid=alice)"));
        }
      }
      standing.awaitVisits(logins.size());
      SecretLeaks.assertNothingOf(SECRET, standing.log());
    }
  }

  @Test
  void withoutADomainItMakesOneOfItsHost() throws Exception {
    try (Standing standing = Standing.of(new LdapsProtocol(), Messages.settings())) {
      Attempt attempt = ask(standing.address(), Optional.empty());
      // The site's domain is another, which a stand-in cannot know.
      assertEquals("STAND_IN", Probes.concerns(attempt));
      assertEquals("dc=rollcall,dc=test", Probes.fact(attempt, "ldap.naming-contexts"));
    }
  }

  @Test
  void filtersWithinFiltersAreNotFollowed() throws Exception {
    ByteBuffer filter = ByteBuffer.allocate(60_000);
    while (filter.remaining() >= 6) {
      // (!(!(!( and so on, each with the length of what is left.
      filter.put((byte) 0xa2).put((byte) 0x84).putInt(filter.remaining() - 4);
    }
    byte[] search =
        Messages.tag(
            0x30,
            new byte[] {2, 1, 7},
            Messages.tag(
                0x63,
                new byte[] {4, 0, 10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0},
                filter.array(),
                new byte[] {0x30, 0}));
    assertInstanceOf(SearchResultEntryProtocolOp.class, answer(search));
  }

  /** An attribute without a name takes two bytes, and an object of forty. */
  @Test
  void aSearchForThousandsOfAttributesIsSentAway() throws Exception {
    for (int attributes : new int[] {999, 20_000}) {
      byte[] wanted = new byte[attributes * 2];
      for (int i = 0; i < wanted.length; i += 2) {
        wanted[i] = 4;
      }
      byte[] search =
          Messages.tag(
              0x30,
              new byte[] {2, 1, 7},
              Messages.tag(
                  0x63,
                  new byte[] {4, 0, 10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0, (byte) 0x87, 0},
                  Messages.tag(0x30, wanted)));
      assertEquals(attributes < 1000, answer(search) instanceof SearchResultEntryProtocolOp);
    }
  }

  @Test
  void whatIsNoLdapIsSentAwayWithANotice() throws Exception {
    byte[] zero = {0x30, 5, 2, 1, 0, 0x42, 0};
    byte[] unknown = {0x30, 5, 2, 1, 9, 0x7f, 0};
    byte[] large = {0x30, (byte) 0x84, 0x7f, 0, 0, 0};
    byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (byte[] bytes : List.of(zero, unknown, large, http, new byte[] {0x30, 0})) {
      ExtendedResponseProtocolOp notice = (ExtendedResponseProtocolOp) answer(bytes);
      assertEquals("1.3.6.1.4.1.1466.20036", notice.getResponseOID());
      assertTrue(StandInMark.in(notice.getDiagnosticMessage()), notice::getDiagnosticMessage);
    }
  }

  /** The first message in answer to those bytes. */
  private Object answer(byte[] bytes) throws Exception {
    try (Standing standing = standing();
        Socket socket =
            new SSLUtil(new TrustAllTrustManager())
                .createSSLSocketFactory()
                .createSocket(standing.address().getAddress(), standing.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes);
      return new LdapMessages(socket.getInputStream(), socket.getOutputStream(), 10_000)
          .read()
          .getProtocolOp();
    }
  }
}
