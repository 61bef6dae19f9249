import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges files by veraPDF, all of them in one start of the machine.
 *
 * <p>Arguments: the flavours, parted by commas, then the files. Each file and flavour gives a line
 * "PASS|FAIL, flavour, assertions, file", then one line for each rule that it breaks: "RULE,
 * how often, clause and test, message". Columns are parted by tabs.
 */
public final class VeraCheck {
    private VeraCheck() {}

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int file = 1; file < arguments.length; file++) {
            for (String name : arguments[0].split(",")) {
                judge(arguments[file], PDFAFlavour.byFlavourId(name));
            }
        }
    }

    private static void judge(String file, PDFAFlavour flavour) throws Exception {
        try (FileInputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
                PDFAValidator judge =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult found = judge.validate(parser);
            System.out.printf(
                    "%s\t%s\t%d\t%s%n",
                    found.isCompliant() ? "PASS" : "FAIL",
                    flavour.getId(),
                    found.getTotalAssertions(),
                    file);
            broken(found).forEach(
                    (rule, times) -> System.out.printf("RULE\t%d\t%s%n", times, rule));
        }
    }

    private static Map<String, Integer> broken(ValidationResult found) {
        Map<String, Integer> rules = new LinkedHashMap<>();
        for (TestAssertion each : found.getTestAssertions()) {
            if (each.getStatus() == TestAssertion.Status.FAILED) {
                String clause = each.getRuleId().getClause();
                int test = each.getRuleId().getTestNumber();
                String message = each.getMessage().replaceAll("\\s+", " ");
                rules.merge(clause + "-" + test + "\t" + message, 1, Integer::sum);
            }
        }
        return rules;
    }
}
