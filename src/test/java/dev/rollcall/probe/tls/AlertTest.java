package dev.rollcall.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Clue;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every alert means, and who must act. */
class AlertTest {
  @ParameterizedTest
  @CsvSource({
    "40, handshake_failure, ",
    "41, no_certificate, CLIENT_CERTIFICATE",
    "42, bad_certificate, CLIENT_CERTIFICATE",
    "43, unsupported_certificate, CLIENT_CERTIFICATE",
    "44, certificate_revoked, CLIENT_CERTIFICATE",
    "45, certificate_expired, CLIENT_CERTIFICATE",
    "46, certificate_unknown, CLIENT_CERTIFICATE",
    "47, illegal_parameter, ",
    "48, unknown_ca, CLIENT_CERTIFICATE",
    "49, access_denied, CLIENT_CERTIFICATE",
    "70, protocol_version, OLD_TLS",
    "71, insufficient_security, ",
    "80, internal_error, TLS_SERVER_ERROR",
    "112, unrecognized_name, UNKNOWN_SERVER_NAME",
    "115, unknown_psk_identity, CLIENT_CERTIFICATE",
    "116, certificate_required, CLIENT_CERTIFICATE",
    "120, no_application_protocol, NO_COMMON_PROTOCOL",
  })
  void whoActs(int number, String name, Clue clue) {
    Alert alert = Alert.of(number);
    assertEquals("alert " + number + ", " + name, alert.toString());
    assertEquals(Optional.ofNullable(clue), alert.clue());
  }

  @Test
  void everyNumberHasAMeaning() {
    for (int number = 0; number < 256; number++) {
      Alert alert = Alert.of(number);
      assertEquals(number, alert.number());
      assertTrue(alert.meaning().matches("[a-z].*[^.]"), alert::meaning);
      if (!alert.name().equals("unknown")) {
        assertEquals(
            Optional.of(alert),
            Alert.received(new SSLException("Received fatal alert: " + alert.name())));
      }
    }
    assertEquals("sends an alert that no standard names", Alert.of(200).meaning());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received fatal alert: certificate_required",
        "(certificate_required) Received fatal alert: certificate_required",
        "Unknown alert description (116)",
      })
  void everyJavasWordsAreRead(String message) {
    SSLException inner = new SSLException(message);
    assertEquals(Optional.of(Alert.of(116)), Alert.received(inner));
    assertEquals(Optional.of(Alert.of(116)), Alert.received(new SSLException("no", inner)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "handshake_failure", "Received fatal alert: ", "Received fatal alert: x"})
  void whatIsNoAlertIsNone(String message) {
    assertEquals(Optional.empty(), Alert.received(new SSLException(message)));
    assertEquals(Optional.empty(), Alert.received(new SSLException((String) null)));
  }

  @Test
  void anUnknownNumberIsTakenAsAByte() {
    assertEquals(
        Optional.of(Alert.of(200)),
        Alert.received(new SSLException("Unknown alert description (-56)")));
  }
}
