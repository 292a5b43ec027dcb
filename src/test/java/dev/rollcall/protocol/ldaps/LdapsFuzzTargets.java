package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read of directories, and of those who call a stand-in for one. */
public final class LdapsFuzzTargets {
  private static final int BOUND = 0x61;
  private static final Instant NOW = Instant.parse("2026-11-22T19:08:50Z");
  private static final LdapsSettings SETTINGS =
      new LdapsSettings(
          Optional.of("uni.edu"),
          Optional.of("DC=uni,DC=edu"),
          Optional.of("apps.uni.edu"),
          Optional.of("/sso"));

  /** A domain controller, as far as a login asks. */
  private static final RootDse DIRECTORY =
      new RootDse(
          List.of(
              new Attribute("defaultNamingContext", "DC=uni,DC=edu"),
              new Attribute("supportedCapabilities", "1.2.840.113556.1.4.800")));

  private static final byte[] SEARCHED =
      Messages.join(
          Messages.result(4, BOUND, 0, ""),
          Messages.entry(6),
          Messages.result(6, Messages.DONE, 0, ""),
          account(7),
          Messages.result(7, Messages.DONE, 0, ""),
          Messages.entry(8, "servicePrincipalName", "HTTP/apps.uni.edu", "sAMAccountName", "web$"),
          Messages.result(8, Messages.DONE, 0, ""));

  private static final byte[] REFUSED =
      Messages.result(
          4,
          BOUND,
          49,
          "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e,"
              + " v2580");

  private LdapsFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("ldaps.messages", LdapsFuzzTargets::messages)
            .seed(Messages.SAMBA, Messages.OPENLDAP, Messages.OPENLDAP_DENIES, SEARCHED)
            .seed(Messages.result(0, Messages.EXTENDED, 52, "bye"))
            .seed(new LDAPMessage(1, RootDse.question(5), List.of()).encode().encode())
            .mayThrow(ProbeException.class)
            .upTo(64 << 10)
            .covers(LdapMessages.class, LdapResult.class),
        FuzzTarget.of("ldaps.root-dse", LdapsFuzzTargets::rootDse)
            .seed("20261122190850.0Z\nDC=uni,DC=edu", "20261122190850Z\ndc=a+cn=b,DC=x")
            .seed("202611221908+0130\nCN=x\\2c,DC=y", StandInMark.TEXT + "\n")
            .tokens(
                "99991231235959.0Z",
                "24000101000000Z",
                "DC=",
                "CN=",
                "\\",
                "+",
                ",",
                "Z",
                ".0Z",
                "9999",
                "#04",
                "FALSE")
            .covers(RootDse.class, RootDseReport.class),
        FuzzTarget.of("ldaps.login", LdapsFuzzTargets::login)
            .seed(SEARCHED, REFUSED, Messages.result(4, BOUND, 10, "elsewhere"))
            .tokens("data 775", "data 0")
            .mayThrow(ProbeException.class)
            .upTo(16 << 10)
            .covers(DirectoryLogin.class, Searches.class, BindRefusal.class),
        FuzzTarget.of("ldaps.conversation", LdapsFuzzTargets::conversation)
            .seed(Messages.join(Messages.SAMBA, SEARCHED), Messages.OPENLDAP, Messages.SAMBA)
            .seed(Messages.join(controller(), SEARCHED), Messages.join(controller(), REFUSED))
            .upTo(16 << 10)
            .inputs(120)
            .covers(LdapsProtocol.class, ServicePrincipal.class),
        FuzzTarget.of("ldaps.account", LdapsFuzzTargets::account)
            .seed("512\n0\n133770000000000000\n9223372036854775807\n0", "66050\n16\n1\n2\n3")
            .covers(DirectoryAccount.class, LdapEntry.class),
        FuzzTarget.of("ldaps.bind-name", LdapsFuzzTargets::bindName)
            .seed("svc", "UNI\\svc", "svc@uni.edu", "CN=svc,DC=uni,DC=edu")
            .tokens("CN=", "=", ",", "\\", "#")
            .covers(BindName.class),
        FuzzTarget.of("ldaps.stand-in", LdapsFuzzTargets::standIn)
            .seed(request(new BindRequestProtocolOp("", "")), request(RootDse.question(5)))
            .seed(request(new ExtendedRequestProtocolOp(LdapMessages.PROOF, null)))
            .seed(request(new UnbindRequestProtocolOp()))
            .upTo(64 << 10)
            .covers(LdapsStandIn.class, LdapRequest.class));
  }

  private static Object messages(byte[] input) throws Exception {
    LdapMessages messages = new LdapMessages(Conversations.hearing(input).dial());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      ProtocolOp operation = messages.answer(1);
      out.append(operation.getProtocolOpType());
    }
    return out;
  }

  private static Object rootDse(byte[] input) {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 2);
    String second = lines.length > 1 ? lines[1] : "";
    RootDse rootDse =
        new RootDse(
            List.of(
                new Attribute("currentTime", lines[0]),
                new Attribute("defaultNamingContext", second),
                new Attribute("namingContexts", second, lines[0]),
                new Attribute("vendorName", lines[0]),
                new Attribute("isSynchronized", second),
                new Attribute("domainFunctionality", second)));
    Session session = Conversations.session(Transport.TCP);
    new RootDseReport(session, SETTINGS).tell(rootDse, NOW, Duration.ofMillis(3));
    return Conversations.reported("ldaps", session) + " " + rootDse.domains();
  }

  private static Object login(byte[] input) throws Exception {
    Session session = Conversations.authenticating(input);
    Account account = Conversations.ACCOUNT;
    new DirectoryLogin(session, SETTINGS, new LdapMessages(session.dial()), DIRECTORY)
        .hold(account, account.given(), Conversations.secret());
    return Conversations.reported("ldaps", session);
  }

  private static Object account(byte[] input) {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 5);
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      String[] names = {
        "userAccountControl",
        "msDS-User-Account-Control-Computed",
        "msDS-UserPasswordExpiryTimeComputed",
        "accountExpires",
        "lockoutTime"
      };
      attributes.add(new Attribute(names[i], lines[i]));
    }
    Session session = Conversations.session(Transport.TCP);
    new DirectoryAccount(new LdapEntry("CN=svc", attributes), NOW).tell(session);
    return Conversations.reported("ldaps", session);
  }

  private static Object bindName(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    return BindName.of(Account.of(text, "uni.edu"), DIRECTORY);
  }

  private static Object standIn(byte[] input) throws Exception {
    return ScriptedCaller.answers(new LdapsStandIn(List.of(SETTINGS)), input);
  }

  private static Object conversation(byte[] input) {
    return Conversations.served(new LdapsProtocol(), SETTINGS, input, Conversations.inTls(input));
  }

  private static byte[] controller() {
    return Messages.found(
        "defaultNamingContext", "DC=uni,DC=edu", "supportedCapabilities", "1.2.840.113556.1.4.800");
  }

  private static byte[] account(int id) {
    return Messages.entry(
        id,
        "sAMAccountName",
        "svc",
        "userPrincipalName",
        "svc@uni.edu",
        "userAccountControl",
        "512",
        "accountExpires",
        "9223372036854775807");
  }

  private static byte[] request(ProtocolOp operation) {
    return new LDAPMessage(1, operation, List.of()).encode().encode();
  }
}
