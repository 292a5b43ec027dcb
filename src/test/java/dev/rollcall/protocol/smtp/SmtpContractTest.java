package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

class SmtpContractTest {
  abstract static class Contract extends ProtocolContract<SmtpSettings> {
    @Override
    protected Protocol<SmtpSettings> protocol() {
      return new SmtpProtocol();
    }

    @Override
    protected byte[] greeting() {
      return "220 mail.uni.edu ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
    }
  }

  @Nested
  class StartTls extends Contract {
    @Override
    protected SmtpSettings settings() {
      return new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
    }

    @Override
    protected Beginning beginning() {
      return Beginning.SERVER;
    }

    /** A greeting is waited for four times as long. */
    @Override
    protected Duration timeout() {
      return Duration.ofMillis(400);
    }
  }

  @Nested
  class Implicit extends Contract {
    @Override
    protected SmtpSettings settings() {
      return new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.REQUIRED);
    }

    @Override
    protected Beginning beginning() {
      return Beginning.TLS;
    }
  }
}
