package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.web.WebFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsTest {
    static final List<GroupSnapshot> GROUPS = List.of(
            new GroupSnapshot(
                    "a <group>",
                    List.of(new GroupRun("r", 1, 9, 100, new Estimate(4, 0.5), Estimate.UNKNOWN)),
                    StorageLaw.unknown(1),
                    StorageLaw.unknown(0)),
            new GroupSnapshot(
                    "b",
                    List.of(
                            new GroupRun("r", 0, 9, 100, new Estimate(4, Double.NaN), new Estimate(2, 1)),
                            new GroupRun("s", 0, 9, 200, new Estimate(6, 0.5), new Estimate(3, 1))),
                    new StorageLaw(new Estimate(2.5, Double.NaN), new Estimate(-1, Double.NaN), 2),
                    new StorageLaw(new Estimate(1.5, 0.25), new Estimate(-2, 0.5), 2)));

    private final WebFixture web = new WebFixture();

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void withoutGroupsThereIsAnEmptyList() {
        assertEquals("[]", text(web.get("/api/groups")));
    }

    @Test
    void givesPointsAndLawsAndLeavesOutWhatIsUnknown() {
        web.groups = () -> GROUPS;
        assertEquals(
                "[{\"group\":\"a <group>\",\"storageLaw\":{},\"runs\":[{\"run\":\"r\",\"attempt\":1,\"step\":9,"
                        + "\"datasetSize\":100,\"neuralEntropy\":{\"value\":4.0,\"standardError\":0.5}}]},"
                        + "{\"group\":\"b\",\"storageLaw\":{"
                        + "\"neuralEntropy\":{\"slope\":{\"value\":2.5},\"intercept\":{\"value\":-1.0},\"runs\":2},"
                        + "\"learnedEntropy\":{\"slope\":{\"value\":1.5,\"standardError\":0.25},"
                        + "\"intercept\":{\"value\":-2.0,\"standardError\":0.5},\"runs\":2}},"
                        + "\"runs\":[{\"run\":\"r\",\"attempt\":0,\"step\":9,\"datasetSize\":100,"
                        + "\"neuralEntropy\":{\"value\":4.0},\"learnedEntropy\":{\"value\":2.0,\"standardError\":1.0}},"
                        + "{\"run\":\"s\",\"attempt\":0,\"step\":9,\"datasetSize\":200,"
                        + "\"neuralEntropy\":{\"value\":6.0,\"standardError\":0.5},"
                        + "\"learnedEntropy\":{\"value\":3.0,\"standardError\":1.0}}]}]",
                text(web.get("/api/groups")));
    }
}
