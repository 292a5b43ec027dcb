package dev.rollcall.run;

import dev.rollcall.probe.Protocol;
import dev.rollcall.protocol.http.HttpProtocol;
import dev.rollcall.protocol.http.HttpsProtocol;
import dev.rollcall.protocol.http.PersistenceProtocol;
import dev.rollcall.protocol.kerberos.KerberosProtocol;
import dev.rollcall.protocol.ldaps.LdapsProtocol;
import dev.rollcall.protocol.ntp.NtpProtocol;
import dev.rollcall.protocol.smb.SmbProtocol;
import dev.rollcall.protocol.smtp.SmtpProtocol;
import dev.rollcall.protocol.ssh.SshProtocol;
import dev.rollcall.protocol.ssrp.SsrpProtocol;
import dev.rollcall.protocol.tcp.TcpProtocol;
import dev.rollcall.protocol.tds.TdsProtocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The one list of protocols. */
public final class Protocols {
  private static final List<Protocol<?>> ALL =
      List.of(
          new HttpProtocol(),
          new HttpsProtocol(),
          new PersistenceProtocol(),
          new KerberosProtocol(),
          new LdapsProtocol(),
          new NtpProtocol(),
          new SmbProtocol(),
          new SmtpProtocol(),
          new SshProtocol(),
          new SsrpProtocol(),
          new TcpProtocol(),
          new TdsProtocol());

  /** By the name that catalogues use, in alphabetical order. */
  public static final Map<String, Protocol<?>> BY_NAME = byName();

  /** The names of the facts that drift does not compare. */
  public static final Set<String> VOLATILE_FACTS =
      ALL.stream()
          .flatMap(protocol -> protocol.volatileFacts().stream())
          .collect(Collectors.toUnmodifiableSet());

  private Protocols() {}

  private static Map<String, Protocol<?>> byName() {
    Map<String, Protocol<?>> named = new TreeMap<>();
    ALL.forEach(protocol -> named.put(protocol.name(), protocol));
    return Map.copyOf(named);
  }
}
