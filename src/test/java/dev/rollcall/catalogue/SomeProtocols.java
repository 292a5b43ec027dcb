package dev.rollcall.catalogue;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.Setting;
import dev.rollcall.protocol.http.HttpProtocol;
import dev.rollcall.protocol.http.HttpsProtocol;
import dev.rollcall.protocol.kerberos.KerberosProtocol;
import dev.rollcall.protocol.ldaps.LdapsProtocol;
import dev.rollcall.protocol.ntp.NtpProtocol;
import dev.rollcall.protocol.smb.SmbProtocol;
import dev.rollcall.protocol.smtp.SmtpProtocol;
import dev.rollcall.protocol.ssh.SshProtocol;
import dev.rollcall.protocol.ssrp.SsrpProtocol;
import dev.rollcall.protocol.tcp.TcpProtocol;
import dev.rollcall.protocol.tds.TdsProtocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Protocols for tests of this package and of the planner. */
public final class SomeProtocols {
  private SomeProtocols() {}

  /** Settings of every type that there is. */
  public record Every(
      @Setting(about = "A text that must be given.") String must,
      @Setting(about = "A text.", fallback = "usual") String text,
      @Setting(about = "A number.", fallback = "3") int minBytes,
      @Setting(about = "A flag.", fallback = "false") boolean flag,
      @Setting(about = "A duration.", fallback = "5s") Duration pause,
      @Setting(about = "A choice.", fallback = "two-words") Choice choice,
      @Setting(about = "Texts.") List<String> texts,
      @Setting(about = "Numbers.", fallback = "[1, 2]") List<Integer> numbers,
      @Setting(about = "Perhaps a text.") Optional<String> perhaps,
      @Setting(about = "Perhaps a number.") Optional<Integer> count,
      @Setting(about = "Perhaps a choice.") Optional<Choice> other) {
    public Every {
      if (text.equals("refused")) {
        throw new IllegalArgumentException("text is refused");
      }
    }
  }

  /** Some words. */
  public enum Choice {
    ONE,
    TWO_WORDS
  }

  /** A protocol that only has a name and settings. */
  public record Fake<S extends Record>(String name, Class<S> settings) implements Protocol<S> {
    @Override
    public String sends() {
      return "nothing";
    }

    @Override
    public void probe(Session session, S settings) {
      throw new UnsupportedOperationException();
    }
  }

  /** {@code every} alone. */
  public static Map<String, Protocol<?>> every() {
    return Map.of("every", new Fake<>("every", Every.class));
  }

  /** Those that the vendor's table needs. */
  public static Map<String, Protocol<?>> table() {
    Map<String, Protocol<?>> all = new LinkedHashMap<>();
    Stream.of(
            new HttpProtocol(),
            new HttpsProtocol(),
            new KerberosProtocol(),
            new LdapsProtocol(),
            new NtpProtocol(),
            new SmbProtocol(),
            new SmtpProtocol(),
            new SshProtocol(),
            new SsrpProtocol(),
            new TcpProtocol(),
            new TdsProtocol())
        .forEach(protocol -> all.put(protocol.name(), protocol));
    return all;
  }
}
