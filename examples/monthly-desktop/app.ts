/*
 * A pipeline of EC2 Image Builder makes a golden Windows 11 each month, and every build that is listed in cdk.json becomes a WorkSpaces
 * image: none in the first deployment. Add the build of the month, deploy, move the bundle to its image, and take the oldest from the list.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnImagePipeline, CfnImageRecipe } from 'aws-cdk-lib/aws-imagebuilder';
import { ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'MonthlyDesktop');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const recipe = new CfnImageRecipe(stack, 'Recipe', {
  name: 'golden-desktop',
  version: '1.0.0',
  parentImage: context('parentImage'), // a Windows 11 of your own, as Image Builder imports it from an ISO
  components: [{
    componentArn: stack.formatArn({ service: 'imagebuilder', account: 'aws', resource: 'component', resourceName: 'update-windows/x.x.x' }),
  }],
});
new CfnImagePipeline(stack, 'Pipeline', {
  name: 'golden-desktop',
  imageRecipeArn: recipe.attrArn,
  infrastructureConfigurationArn: context('infrastructureConfiguration'),
  schedule: { scheduleExpression: 'cron(0 3 1 * ? *)' }, // on the first of the month, at three
});

// Each month has a construct of its own, so an image goes when its month leaves the list. Move the bundle first: an image that a bundle
// uses cannot be deleted, and would be left behind.
const builds: { [month: string]: string } = app.node.getContext('builds');
for (const [month, build] of Object.entries(builds)) {
  const golden = stack.formatArn({ service: 'imagebuilder', resource: 'image', resourceName: `golden-desktop/${build}` });
  const desktop = new ByolWorkspaceImage(stack, `Desktop${month}`, {
    imageName: `desktop-${month}`,
    importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromImageBuildVersionArn(golden), {
      infrastructureConfigurationArn: context('infrastructureConfiguration'),
      osVersion: ByolOsVersion.WINDOWS_11,
    }),
  });
  new CfnOutput(stack, `MoveBundle${month}`, { value: `aws workspaces update-workspace-bundle --image-id ${desktop.imageId} --bundle-id <your bundle>` });
}
